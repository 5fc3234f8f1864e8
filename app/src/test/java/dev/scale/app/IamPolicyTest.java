package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IamPolicyTest {

    private static final String ACCOUNT = "123456789012";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... arguments) {
        return Main.run(
                arguments,
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1, aws", "eu-central-1, aws", "ap-southeast-2, aws", "cn-north-1, aws-cn",
        "cn-northwest-1, aws-cn", "us-gov-west-1, aws-us-gov", "us-iso-east-1, aws-iso", "us-isob-east-1, aws-iso-b"
    })
    void theRegionTellsThePartition(String region, String partition) {
        assertThat(new IamPolicy("commands", region, ACCOUNT, QueueRole.SENDER).arn())
                .isEqualTo("arn:" + partition + ":sqs:" + region + ":123456789012:commands");
    }

    @Test
    void aFifoQueueKeepsItsName() {
        assertThat(new IamPolicy("scale-cmd.fifo", "us-east-1", ACCOUNT, QueueRole.HANDLER).arn())
                .endsWith(":scale-cmd.fifo");
    }

    @ParameterizedTest
    @CsvSource({
        "a queue, us-east-1, 123456789012, --queue",
        "'', us-east-1, 123456789012, --queue",
        "a.b, us-east-1, 123456789012, --queue",
        "'q\",\"*', us-east-1, 123456789012, --queue",
        "q, us-east, 123456789012, --region",
        "q, '*', 123456789012, --region",
        "q, us-east-1, 1234, --account",
        "q, us-east-1, 1234-5678-9012, --account",
    })
    void whatNoQueueCanBeIsRefused(String queue, String region, String account, String flag) {
        assertThatThrownBy(() -> new IamPolicy(queue, region, account, QueueRole.SENDER))
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE))
                .hasMessageStartingWith(flag);
    }

    @Test
    void aNameMayHaveEightyCharacters() {
        String longest = "q".repeat(75) + ".fifo";
        assertThat(new IamPolicy(longest, "us-east-1", ACCOUNT, QueueRole.SENDER).arn())
                .endsWith(longest);
        assertThatThrownBy(() -> new IamPolicy("q" + longest, "us-east-1", ACCOUNT, QueueRole.SENDER))
                .isInstanceOf(Failure.class);
    }

    @Test
    void theCommandPrintsThePolicyAndNothingElse() {
        assertThat(run(
                        "iam-policy",
                        "--queue",
                        "q.fifo",
                        "--region",
                        "cn-north-1",
                        "--account",
                        ACCOUNT,
                        "--role",
                        "sender"))
                .isZero();

        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                        {
                          "Version": "2012-10-17",
                          "Statement": [
                            {
                              "Effect": "Allow",
                              "Action": [
                                "sqs:GetQueueAttributes",
                                "sqs:GetQueueUrl",
                                "sqs:SendMessage"
                              ],
                              "Resource": "arn:aws-cn:sqs:cn-north-1:123456789012:q.fifo"
                            }
                          ]
                        }
                        """);
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void regionAndAccountMustBeGiven() {
        assertThat(run("iam-policy", "--queue", "q", "--region", "us-east-1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("--account");
        assertThat(out.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
