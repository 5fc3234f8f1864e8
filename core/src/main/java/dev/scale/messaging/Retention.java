package dev.scale.messaging;

import java.time.Duration;
import java.util.Optional;

/**
 * How long what is over is kept.
 *
 * @param finished how long what has come to its end is kept: resolved dead letters, and what modules call finished, such as
 *     jobs in a final state; empty: for ever
 * @param memory how long it is remembered that something has been there, once it is pruned; as long as the inbox remembers a try
 */
public record Retention(Optional<Duration> finished, Duration memory) {

    public Retention {
        if (memory.isNegative()
                || finished.filter(age -> age.isNegative() || age.isZero()).isPresent()) {
            throw new IllegalArgumentException("what is over must be kept for some time");
        }
    }
}
