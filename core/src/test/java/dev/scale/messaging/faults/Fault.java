package dev.scale.messaging.faults;

import java.time.Duration;

/** What a proxy does to its connections at the moment. */
sealed interface Fault {

    record None() implements Fault {}

    record Cut() implements Fault {}

    record Reset() implements Fault {}

    record Blackhole() implements Fault {}

    /** The delay comes before each piece that is passed on. */
    record Slow(int bytesPerSecond, Duration delay) implements Fault {

        /** So many bytes that the rate holds over a tenth of a second. */
        int piece() {
            return Math.max(1, Math.min(16 * 1024, bytesPerSecond / 10));
        }

        Duration pause(int bytes) {
            return delay.plusNanos(1_000_000_000L * bytes / bytesPerSecond);
        }
    }
}
