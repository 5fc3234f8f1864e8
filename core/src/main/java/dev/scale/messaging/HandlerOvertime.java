package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import java.time.Duration;

/** A handler did not end within its limit and was interrupted. */
final class HandlerOvertime extends RuntimeException {

    /** @param end what the interrupt led to; not the cause, since it says nothing about whose fault it is */
    HandlerOvertime(Duration limit, Throwable end) {
        super("the handler had not ended after " + Durations.words(limit) + " and was interrupted");
        addSuppressed(end);
    }

    /** What the interrupt led to. */
    Throwable end() {
        return getSuppressed()[0];
    }
}
