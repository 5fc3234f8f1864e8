package dev.scale.benchmarks.chaos;

/** What a confirmed command must have caused by the end, unless it is a dead letter. */
sealed interface Expected {

    /** Whether it is to become a dead letter instead. */
    default boolean refused() {
        return false;
    }

    /**
     * One effect.
     *
     * @param refused whether it is to become a dead letter instead
     * @param followedUp whether another command with the same counter and amount follows from it
     */
    record Counted(int counter, int amount, boolean refused, boolean followedUp) implements Expected {}

    record JobSubmitted(long job) implements Expected {}

    record JobStarted(long job) implements Expected {}

    /** The job's only execution ended, COMPLETED or FAILED. */
    record JobEnded(long job, String status) implements Expected {}
}
