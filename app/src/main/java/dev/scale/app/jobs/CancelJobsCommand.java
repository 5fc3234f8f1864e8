package dev.scale.app.jobs;

import dev.scale.app.Console;
import dev.scale.app.QueueFlag;
import dev.scale.jobs.JobCommands;
import dev.scale.jobs.JobStatus;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale jobs cancel}. */
@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description =
                "Give jobs up: sends cancel_jobs with the execution number of each that is in the database now, so that a"
                        + " job which is queued again meanwhile goes on. A filter without --status means jobs that have not ended."
                        + " Exit code 1 where a named job does not exist or has ended.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale jobs cancel 550000000000000000 550000000004194304",
            "  scale jobs cancel --type checksum --dry-run",
            "  scale jobs cancel --type checksum --status PENDING,QUEUED --yes"
        })
final class CancelJobsCommand implements Callable<Integer> {

    private static final JobChange CANCEL = new JobChange(
            "canceled",
            Set.of(JobStatus.PENDING, JobStatus.QUEUED, JobStatus.RUNNING, JobStatus.FAILED),
            Set.of(JobStatus.PENDING, JobStatus.QUEUED, JobStatus.RUNNING),
            JobCommands::cancel);

    private final Console console;

    @Mixin
    private final JobChoice choice = new JobChoice();

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    CancelJobsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        return CANCEL.carryOut(queue.configuration(), choice).tell(console, json);
    }
}
