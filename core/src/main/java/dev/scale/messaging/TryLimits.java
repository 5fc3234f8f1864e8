package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import java.time.Duration;

/**
 * How long commands that are not done are tried again, and how long ended tries are remembered.
 *
 * @param retry for commands that fail, where their group has no policy of its own
 * @param earlyLimit how long after it was first put off an early command becomes a dead letter
 * @param memory how long the inbox remembers a try
 */
public record TryLimits(RetryPolicy retry, Duration earlyLimit, Duration memory) {

    /** Before memory ends: clocks of senders may be wrong by so much. */
    private static final Duration CLOCK_MARGIN = Duration.ofDays(1);

    public static final TryLimits DEFAULTS =
            new TryLimits(RetryPolicy.DEFAULT, Duration.ofHours(24), Duration.ofDays(15));

    public TryLimits {
        if (earlyLimit.isNegative() || memory.compareTo(CLOCK_MARGIN) <= 0) {
            throw new IllegalArgumentException("the early limit must not be negative, and the inbox must remember a"
                    + " try for more than " + Durations.words(CLOCK_MARGIN));
        }
    }

    /** A command published longer ago than this may have been handled and forgotten. */
    Duration oldest() {
        return memory.minus(CLOCK_MARGIN);
    }
}
