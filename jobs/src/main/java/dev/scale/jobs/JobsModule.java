package dev.scale.jobs;

import dev.scale.messaging.CommandHandler;
import dev.scale.messaging.CommandModule;
import dev.scale.messaging.HandlerGroup;
import java.util.List;
import java.util.Optional;

/** The commands about jobs, with their tables, and {@code echo}. */
public final class JobsModule implements CommandModule {

    @Override
    public String name() {
        return "jobs";
    }

    /** The job commands need no inbox: the execution number and the state machine recognise what has been done. */
    @Override
    public List<HandlerGroup<?>> groups() {
        HandlerGroup<JobCommand> jobs = HandlerGroup.<JobCommand>of(
                        "jobs",
                        List.of(
                                SubmitJobs.TYPE,
                                QueuedJobs.TYPE,
                                RunningJobs.TYPE,
                                CompletedJobs.TYPE,
                                FailedJobs.TYPE,
                                StoreJobOutput.TYPE),
                        new JobHandler())
                .idempotent(command -> true);
        return List.of(jobs, HandlerGroup.of(Echo.TYPE, CommandHandler.each((command, unit) -> Echo.handle(command))));
    }

    @Override
    public Optional<String> migrations() {
        return Optional.of("dev/scale/jobs/schema");
    }
}
