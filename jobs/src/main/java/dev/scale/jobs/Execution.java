package dev.scale.jobs;

import static dev.scale.jobs.JobStatus.CANCELED;
import static dev.scale.jobs.JobStatus.COMPLETED;
import static dev.scale.jobs.JobStatus.FAILED;
import static dev.scale.jobs.JobStatus.RUNNING;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job as far as it is reported. Its end is set once; what comes later only fills what is empty, so that
 * reports may come in any order and more than once.
 *
 * @param ended null before the end, and where the end is being written: the database's time of the transaction
 * @param failure null also where the report of a failure named no error
 */
record Execution(
        JobStatus status,
        @Nullable String node,
        @Nullable Instant started,
        @Nullable Instant ended,
        @Nullable Failure failure,
        @Nullable StoredJson output,
        @Nullable StoredJson taskResults) {

    static final Execution QUEUED = new Execution(JobStatus.QUEUED, null, null, null, null, null, null);

    /** Why an execution failed: the error's name and, where one was given, a message. */
    record Failure(String error, @Nullable String message) {}

    Execution running(@Nullable Instant at, @Nullable String where) {
        JobStatus next = status == JobStatus.QUEUED ? RUNNING : status;
        return new Execution(
                next, node == null ? where : node, started == null ? at : started, ended, failure, output, taskResults);
    }

    Execution completed(Instant at) {
        return status.isFinal() ? this : ended(COMPLETED, at, null);
    }

    /** A second report of the same failure may know more of it. */
    Execution failed(Instant at, @Nullable Failure why) {
        if (!status.isFinal()) {
            return ended(FAILED, at, why);
        }
        return status == FAILED && why != null && (failure == null || failure.equals(new Failure(why.error(), null)))
                ? ended(FAILED, ended, why)
                : this;
    }

    /** Given up on request. */
    Execution canceled(Instant at) {
        return status.isFinal() ? this : ended(CANCELED, at, null);
    }

    /** The job goes on without this execution: that is its end. */
    Execution superseded() {
        return status.isFinal() ? this : ended(CANCELED, null, null);
    }

    Execution withOutput(StoredJson stored) {
        return output != null ? this : new Execution(status, node, started, ended, failure, stored, taskResults);
    }

    Execution withTaskResults(StoredJson stored) {
        return taskResults != null ? this : new Execution(status, node, started, ended, failure, output, stored);
    }

    /** What of it a job's row can show. */
    Execution shown() {
        StoredJson ofCompleted = status == COMPLETED ? output : null;
        return new Execution(status, node, started, ended, failure, ofCompleted, null);
    }

    private Execution ended(JobStatus how, @Nullable Instant at, @Nullable Failure why) {
        return new Execution(how, node, started, at, why, output, taskResults);
    }
}
