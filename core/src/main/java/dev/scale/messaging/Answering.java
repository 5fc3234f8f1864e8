package dev.scale.messaging;

import java.time.Duration;
import java.util.function.LongSupplier;

/** For how long the database has answered without a break. Silence of others says something only while it does. */
final class Answering {

    private final Duration longestGap;
    private final LongSupplier nanos;
    private long since;
    private long last;
    private boolean answers;

    /** @param longestGap between two answers that belong together */
    Answering(Duration longestGap, LongSupplier nanos) {
        this.longestGap = longestGap;
        this.nanos = nanos;
    }

    synchronized void answered() {
        long now = nanos.getAsLong();
        // A database, or a process of ours, that stood still for a while has not noticed the others' signs of life.
        if (!answers || now - last > longestGap.toNanos()) {
            since = now;
        }
        last = now;
        answers = true;
    }

    synchronized void failed() {
        answers = false;
    }

    synchronized boolean atLeast(Duration time) {
        long now = nanos.getAsLong();
        return answers && now - last <= longestGap.toNanos() && now - since >= time.toNanos();
    }
}
