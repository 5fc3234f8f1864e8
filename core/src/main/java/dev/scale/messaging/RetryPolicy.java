package dev.scale.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often a failing command is tried, and with what delays: the first one, and four times as long after each further
 * failure.
 *
 * @param attempts most attempts, the first one included; after the last the command is a dead letter
 * @param firstDelay after the first failure, give or take a fifth
 */
public record RetryPolicy(int attempts, Duration firstDelay) {

    /** Five attempts over about a minute and a half. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(5, Duration.ofSeconds(1));

    private static final int FACTOR = 4;
    private static final Duration LONGEST = Duration.ofHours(1);

    public RetryPolicy {
        if (attempts < 1 || firstDelay.isNegative()) {
            throw new IllegalArgumentException("a retry policy needs at least 1 attempt and no negative delay");
        }
    }

    /** The delay after a failure, jittered so that what failed together does not come back together. */
    Duration delayAfter(int attempt) {
        Duration delay = firstDelay;
        for (int i = 1; i < attempt && delay.compareTo(LONGEST) < 0; i++) {
            delay = delay.multipliedBy(FACTOR);
        }
        long millis = Math.min(delay.toMillis(), LONGEST.toMillis());
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(millis * 4 / 5, millis * 6 / 5 + 1));
    }
}
