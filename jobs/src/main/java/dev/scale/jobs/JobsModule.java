package dev.scale.jobs;

import dev.scale.messaging.CommandModule;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import java.util.List;
import java.util.Optional;

/** The commands about jobs, with their tables, and the test aids. */
public final class JobsModule implements CommandModule {

    static final List<CommandType<? extends JobCommand>> JOB_COMMANDS = List.of(
            SubmitJobs.TYPE,
            QueuedJobs.TYPE,
            RunningJobs.TYPE,
            CompletedJobs.TYPE,
            FailedJobs.TYPE,
            CancelJobs.TYPE,
            RequeueJobs.TYPE,
            StoreJobOutput.TYPE,
            CreateJobExeEnds.TYPE);

    @Override
    public String name() {
        return "jobs";
    }

    @Override
    public List<HandlerGroup<?>> groups() {
        HandlerGroup<JobCommand> jobs = HandlerGroup.<JobCommand>of("jobs", JOB_COMMANDS, new JobHandler())
                .idempotent(JobsModule::recognisesItself)
                .pruning(JobPruning.STEP);
        return List.of(jobs, TestAid.group(), NotOurs.group());
    }

    /**
     * Job commands need no inbox: the execution number and the state machine tell what has been done. All but a cancel
     * without a number, which would cancel the job again after it has been queued again.
     */
    static boolean recognisesItself(JobCommand command) {
        return !(command instanceof CancelJobs cancel) || cancel.isNumbered();
    }

    @Override
    public Optional<String> migrations() {
        return Optional.of("dev/scale/jobs/schema");
    }
}
