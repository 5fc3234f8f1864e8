package dev.scale.app.jobs;

import dev.scale.app.Console;
import dev.scale.app.QueueFlag;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.JobStatus;
import java.sql.SQLException;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale jobs requeue}. */
@Command(
        name = "requeue",
        mixinStandardHelpOptions = true,
        description =
                "Queue jobs again, with as many tries as they were submitted with: sends requeue_jobs with the execution"
                        + " number of each that is in the database now. A filter without --status means FAILED and CANCELED jobs. Exit"
                        + " code 1 where a named job does not exist, is PENDING or COMPLETED.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale jobs requeue 550000000000000000",
            "  scale jobs requeue --error scheduler-lost --since 1h --yes",
            "  scale jobs requeue --status FAILED --type checksum --priority 10"
        })
final class RequeueJobsCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final JobChoice choice = new JobChoice();

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "Their priority from now on, the lowest is claimed first; else it stays.")
    private @Nullable Integer priority;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    RequeueJobsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        OptionalInt wanted = priority == null ? OptionalInt.empty() : OptionalInt.of(priority);
        JobChange requeue = new JobChange(
                "requeued",
                Set.of(JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.FAILED, JobStatus.CANCELED),
                Set.of(JobStatus.FAILED, JobStatus.CANCELED),
                (seen, executions) -> JobCommands.requeue(executions, wanted));
        return requeue.carryOut(queue.configuration(), choice).tell(console, json);
    }
}
