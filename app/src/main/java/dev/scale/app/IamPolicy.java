package dev.scale.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The IAM policy that lets a role do what it must on one queue of SQS, and nothing else. */
record IamPolicy(String queue, String region, String account, QueueRole role) {

    /** Partitions of AWS other than {@code aws} by how the names of their regions begin. */
    private static final Map<String, String> PARTITIONS = new LinkedHashMap<>();

    static {
        PARTITIONS.put("cn-", "aws-cn");
        PARTITIONS.put("us-gov-", "aws-us-gov");
        PARTITIONS.put("us-isob-", "aws-iso-b");
        PARTITIONS.put("us-isof-", "aws-iso-f");
        PARTITIONS.put("us-iso-", "aws-iso");
        PARTITIONS.put("eu-isoe-", "aws-iso-e");
        PARTITIONS.put("eusc-", "aws-eusc");
    }

    private static final String TEXT = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {
                  "Effect": "Allow",
                  "Action": [
            %s
                  ],
                  "Resource": "%s"
                }
              ]
            }""";

    IamPolicy {
        if (!queue.matches("(?=.{1,80}$)[A-Za-z0-9_-]+(\\.fifo)?")) {
            throw Failure.usage("--queue '" + queue
                    + "': letters, digits, hyphens and underscores are expected, .fifo at the end of a FIFO queue's name,"
                    + " at most 80 characters");
        }
        if (!region.matches("[a-z]+(-[a-z]+)+-[0-9]+")) {
            throw Failure.usage("--region '" + region + "': a region such as us-east-1 is expected");
        }
        if (!account.matches("[0-9]{12}")) {
            throw Failure.usage("--account '" + account + "': the account's twelve digits are expected (`aws sts"
                    + " get-caller-identity` prints them)");
        }
    }

    String arn() {
        String partition = PARTITIONS.entrySet().stream()
                .filter(entry -> region.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("aws");
        return "arn:" + partition + ":sqs:" + region + ":" + account + ":" + queue;
    }

    /** For people and for AWS; everything in it is checked, so that nothing needs escaping. */
    String json() {
        String actions = role.actions().stream()
                .map(action -> "        \"sqs:" + action + "\"")
                .collect(Collectors.joining(",\n"));
        return TEXT.formatted(actions, arn());
    }
}
