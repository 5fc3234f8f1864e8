package dev.scale.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job as far as it is reported. Its end is set once; what comes later only fills what is empty, so that
 * reports may come in any order and more than once.
 */
record Execution(
        JobStatus status,
        @Nullable String node,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Failure failure,
        @Nullable Output output) {

    static final Execution QUEUED = new Execution(JobStatus.QUEUED, null, null, null, null, null);

    /** Why an execution failed: the error's name and, where one was given, a message. */
    record Failure(String error, @Nullable String message) {}

    Execution started(Instant at, String where) {
        if (node != null && started != null) {
            return this;
        }
        JobStatus next = status == JobStatus.QUEUED ? JobStatus.RUNNING : status;
        return new Execution(next, node == null ? where : node, started == null ? at : started, ended, failure, output);
    }

    Execution completed(Instant at) {
        return status.isFinal() ? endedAt(at) : new Execution(JobStatus.COMPLETED, node, started, at, null, output);
    }

    Execution failed(Instant at, Failure why) {
        return status.isFinal() ? endedAt(at) : new Execution(JobStatus.FAILED, node, started, at, why, output);
    }

    /** The job went on without this execution: it has ended, at a time that only a later report can tell. */
    Execution superseded() {
        return status.isFinal() ? this : new Execution(JobStatus.CANCELED, node, started, ended, failure, output);
    }

    Execution withOutput(Output stored) {
        return output != null ? this : new Execution(status, node, started, ended, failure, stored);
    }

    Execution withoutOutput() {
        return output == null ? this : new Execution(status, node, started, ended, failure, null);
    }

    private Execution endedAt(Instant at) {
        return ended != null ? this : new Execution(status, node, started, at, failure, output);
    }
}
