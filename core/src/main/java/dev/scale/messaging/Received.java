package dev.scale.messaging;

/**
 * A command as a handler gets it.
 *
 * @param type its type, for handlers of several
 * @param body its decoded body
 * @param envelope what it travelled in
 */
public record Received<C>(CommandType<? extends C> type, C body, Envelope envelope) {

    /** The message id, or a dash where a foreign client gave none; for messages to people. */
    public String id() {
        return envelope.id().orElse("-");
    }
}
