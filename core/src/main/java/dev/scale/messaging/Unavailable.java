package dev.scale.messaging;

import java.time.Duration;

/**
 * Thrown by a handler when something that its whole group needs is unavailable, such as another service: no command is to
 * blame. The group is paused: one command of each of its types is tried every {@code retryAfter}, the others are put off
 * meanwhile, which counts neither as an attempt nor as being early. Other groups go on.
 */
public final class Unavailable extends RuntimeException {

    private final Duration retryAfter;

    public Unavailable(String reason, Duration retryAfter) {
        super(reason);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
