package dev.scale.benchmarks.chaos.handler;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ways to break the guarantees on purpose, from the outside: a run with one of them must report what it breaks, or the run
 * proves nothing. None has a hook in the library.
 */
public enum Sabotage {
    NONE(null, 0),
    /** What is received is acknowledged at once. Shown by a kill before the commit. */
    ACKNOWLEDGE_FIRST(Step.BEFORE_COMMIT, 3),
    /** The counting commands claim to be idempotent. Shown by a kill between commit and acknowledgement. */
    NO_INBOX(Step.BEFORE_ACKNOWLEDGE, 3),
    /** Senders take what the broker has not confirmed for confirmed. Shown by a broker that is away. */
    IGNORE_RETURNS(null, 0),
    /** The relay is told that a batch is confirmed before the broker has it. Shown by a kill at the next one. */
    DELETE_FIRST(Step.BEFORE_PUBLISH, 2),
    /** Some effects are left out, and said to be done. */
    DROP_EFFECT(null, 0);

    private final @Nullable Step deadly;
    private final int times;

    Sabotage(@Nullable Step deadly, int times) {
        this.deadly = deadly;
        this.times = times;
    }

    /** The name as an option's value. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What shows it for certain, in the first life of a handler process. */
    public @Nullable Step deadly() {
        return deadly;
    }

    public int times() {
        return times;
    }
}
