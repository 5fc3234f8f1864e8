package dev.scale.benchmarks.chaos.handler;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Ways to break the guarantees on purpose, from the outside: a run with one of them must report what it breaks, or the run
 * proves nothing. None has a hook in the library.
 */
public enum Sabotage {
    NONE(null),
    /** What is received is acknowledged at once. Shown by a kill before the commit. */
    ACKNOWLEDGE_FIRST(Step.BEFORE_COMMIT),
    /** The counting commands claim to be idempotent. Shown by a kill between commit and acknowledgement. */
    NO_INBOX(Step.AFTER_COMMIT),
    /** Senders take what the broker has not confirmed for confirmed. Shown by a broker that is away. */
    IGNORE_RETURNS(null),
    /** The relay is told that a batch is confirmed before the broker has it. Shown by a kill after the deletion. */
    DELETE_FIRST(Step.AFTER_DELETE),
    /** Some effects are left out, and said to be done. */
    DROP_EFFECT(null);

    private final @Nullable Step shownBy;

    Sabotage(@Nullable Step shownBy) {
        this.shownBy = shownBy;
    }

    /** The name as an option's value. */
    public String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Where handler processes must be killed to show it for certain. */
    public List<Step> deaths() {
        return shownBy == null ? List.of() : List.of(shownBy);
    }
}
