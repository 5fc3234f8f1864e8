package dev.scale.jobs;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A job at a glance, as its row shows it.
 *
 * @param execution its current execution; number 0 before the first
 * @param claimedBy scheduler that runs the current execution
 * @param node where the current execution runs or ran
 * @param error name of the error with which it failed
 * @param since when status or execution last changed
 */
public record JobSummary(
        ExecutionId execution,
        String type,
        JobStatus status,
        int maxTries,
        int priority,
        @Nullable String claimedBy,
        @Nullable String node,
        @Nullable String error,
        Instant created,
        Instant since) {

    public long id() {
        return execution.job();
    }
}
