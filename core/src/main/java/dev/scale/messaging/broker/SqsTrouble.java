package dev.scale.messaging.broker;

/**
 * Whether the queue can be received from, as far as polls have shown. Several are under way at once, so that a good answer
 * proves nothing where its request is older than a failure. Thread-safe.
 */
final class SqsTrouble {

    private int failures;
    private int overcome;

    /** To be taken before the request. */
    synchronized int before() {
        return failures;
    }

    synchronized void answered(int before) {
        overcome = Math.max(overcome, before);
    }

    synchronized void failed() {
        failures++;
    }

    synchronized boolean lasts() {
        return overcome < failures;
    }
}
