package dev.scale.jobs;

import java.time.Instant;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What a command says about one job. All but the submission, which makes the job and is no event of its life. */
sealed interface JobEvent {

    /** The execution spoken of: the fencing token. */
    int exeNum();

    /**
     * The job is to be queued after this execution (0: it never was queued).
     *
     * @param again whether a job that was queued before is meant
     * @param priority empty: stays as it is
     */
    record Queued(int exeNum, boolean again, OptionalInt priority) implements JobEvent {}

    record Running(int exeNum, Instant started, String node) implements JobEvent {}

    record Completed(int exeNum, Instant ended) implements JobEvent {}

    /**
     * The execution has failed.
     *
     * @param retryable whether another execution may succeed where this one failed
     */
    record Failed(
            int exeNum,
            Instant ended,
            String error,
            @Nullable String message,
            boolean retryable) implements JobEvent {}

    record OutputStored(int exeNum, Output output) implements JobEvent {}
}
