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
    private static final double JITTER = 0.2;

    public RetryPolicy {
        if (attempts < 1 || firstDelay.isNegative()) {
            throw new IllegalArgumentException("a retry policy needs at least 1 attempt and no negative delay");
        }
    }

    /** The delay after a failure, jittered so that what failed together does not come back together. */
    Duration delayAfter(int attempt) {
        double millis = Math.min(firstDelay.toMillis() * Math.pow(FACTOR, attempt - 1.0), LONGEST.toMillis());
        double jitter = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
        return Duration.ofMillis(Math.round(millis * jitter));
    }
}
