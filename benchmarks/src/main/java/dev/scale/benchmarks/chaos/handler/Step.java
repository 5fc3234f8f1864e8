package dev.scale.benchmarks.chaos.handler;

/** Moments in the work of a handler process at which it can be killed. */
public enum Step {
    BEFORE_COMMIT,
    AFTER_COMMIT,
    BEFORE_ACKNOWLEDGE,
    AFTER_ACKNOWLEDGE,
    BEFORE_PUBLISH,
    AFTER_PUBLISH,
    /** Before the commit of a transaction that deletes what was published from the outbox. */
    BEFORE_DELETE,
    AFTER_DELETE
}
