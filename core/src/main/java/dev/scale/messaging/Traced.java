package dev.scale.messaging;

import java.util.Collection;
import java.util.Map;

/** A piece of work that a trace may show; it ends when it is closed. */
interface Traced extends AutoCloseable {

    /** One that no trace shows. */
    Traced NOT = () -> {};

    /** The same, whose commands carry what one that is handled has carried. */
    static Traced carrying(Map<String, String> context) {
        return context.isEmpty()
                ? NOT
                : new Traced() {
                    @Override
                    public Map<String, String> headers() {
                        return context;
                    }

                    @Override
                    public void close() {}
                };
    }

    /** The trace context of commands that this work sends, as headers. */
    default Map<String, String> headers() {
        return Map.of();
    }

    /** Commands have come to these ends. */
    default void ended(Collection<End> ends) {}

    /** So many of what was to be sent is not confirmed. */
    default void unconfirmed(int number, boolean outage) {}

    /** It failed. */
    default void failed(Throwable failure) {}

    @Override
    void close();
}
