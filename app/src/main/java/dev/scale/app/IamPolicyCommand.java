package dev.scale.app;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale iam-policy}: the least that IAM must allow; asks nobody. */
@Command(
        name = "iam-policy",
        mixinStandardHelpOptions = true,
        description =
                "Print the IAM policy (JSON) that lets a role use a queue of SQS, with the least actions that it needs."
                        + " Nothing is asked of AWS.",
        footerHeading = "%nExamples:%n",
        footer = "  scale iam-policy --region us-east-1 --account 123456789012 --queue scale-commands --role sender")
final class IamPolicyCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    @Option(names = "--region", required = true, paramLabel = "REGION", description = "Such as us-east-1.")
    private String region = "";

    @Option(
            names = "--account",
            required = true,
            paramLabel = "ACCOUNT",
            description = "The twelve digits of the account that owns the queue.")
    private String account = "";

    @Option(
            names = "--role",
            paramLabel = "ROLE",
            defaultValue = "handler",
            description =
                    "Who uses the queue: ${COMPLETION-CANDIDATES}; a handler may also send. Default: ${DEFAULT-VALUE}.")
    private QueueRole role = QueueRole.HANDLER;

    IamPolicyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        String name = queue.configuration().text(Setting.QUEUE_NAME).orElseThrow();
        console.out().println(new IamPolicy(name, region, account, role).json());
        return ExitCode.OK;
    }
}
