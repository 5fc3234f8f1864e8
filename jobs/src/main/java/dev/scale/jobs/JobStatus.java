package dev.scale.jobs;

/** Where a job or one of its executions stands; stored by name. An execution is never PENDING. */
public enum JobStatus {
    /** Submitted and not queued yet. */
    PENDING,
    /** Waits to run. */
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    /** Given up on request; of an execution also: superseded by a later one before it ended. */
    CANCELED;

    /** Whether an execution with this status has ended. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }
}
