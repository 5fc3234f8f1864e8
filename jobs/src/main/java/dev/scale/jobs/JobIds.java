package dev.scale.jobs;

import java.util.List;
import java.util.stream.Stream;

/** The ids of the jobs that a command speaks of, in its order. */
final class JobIds {

    private JobIds() {}

    static List<Long> of(JobCommand command) {
        return ids(command).toList();
    }

    private static Stream<Long> ids(JobCommand command) {
        if (command instanceof SubmitJobs submit) {
            return submit.jobs().stream().map(Submission::id);
        }
        if (command instanceof CancelJobs cancel) {
            return cancel.jobs().stream().map(CancelJobs.Target::job);
        }
        return executions(command).map(ExecutionId::job);
    }

    private static Stream<ExecutionId> executions(JobCommand command) {
        if (command instanceof CompletedJobs completed) {
            return completed.jobs().stream();
        }
        if (command instanceof RunningJobs running) {
            return running.nodes().stream().flatMap(node -> node.jobs().stream());
        }
        if (command instanceof FailedJobs failed) {
            return failed.errors().stream().flatMap(error -> error.jobs().stream());
        }
        if (command instanceof QueuedJobs queued) {
            return queued.jobs().stream();
        }
        if (command instanceof RequeueJobs requeue) {
            return requeue.jobs().stream();
        }
        if (command instanceof StoreJobOutput store) {
            return store.jobs().stream().map(StoreJobOutput.JobOutput::execution);
        }
        return ((CreateJobExeEnds) command).ends().stream().map(ExecutionEnd::execution);
    }
}
