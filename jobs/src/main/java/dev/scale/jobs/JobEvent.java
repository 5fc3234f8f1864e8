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

    /**
     * The job is to be queued after this execution with all its tries again, however that ended unless it completed.
     *
     * @param priority empty: stays as it is
     */
    record Requeued(int exeNum, OptionalInt priority) implements JobEvent {}

    /**
     * The job is to be given up.
     *
     * @param seen number of the execution that the sender knew of; empty: whatever the job has come to
     */
    record Canceled(OptionalInt seen, Instant when) implements JobEvent {

        @Override
        public int exeNum() {
            return seen.orElse(0);
        }

        /** Whether this is about the job as it was last queued explicitly; automatic retries do not escape it. */
        boolean reaches(int firstExe) {
            return seen.orElse(firstExe) >= firstExe;
        }
    }

    /** The execution runs or has run; a time or node that is not known is null. */
    record Running(
            int exeNum, @Nullable Instant started, @Nullable String node) implements JobEvent {}

    record Completed(int exeNum, Instant ended) implements JobEvent {}

    /**
     * The execution has failed.
     *
     * @param error null where the report names none
     * @param retryable whether another execution may succeed where this one failed
     */
    record Failed(
            int exeNum,
            Instant ended,
            @Nullable String error,
            @Nullable String message,
            boolean retryable) implements JobEvent {}

    /** The execution was stopped on request. */
    record Stopped(int exeNum, Instant ended) implements JobEvent {}

    record OutputStored(int exeNum, StoredJson output) implements JobEvent {}

    record TaskResultsStored(int exeNum, StoredJson results) implements JobEvent {}
}
