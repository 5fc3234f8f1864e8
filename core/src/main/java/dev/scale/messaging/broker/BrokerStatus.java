package dev.scale.messaging.broker;

/**
 * The state of a broker's connections as last seen.
 *
 * @param state one word
 * @param detail the same for people: where we are connected to, or what went wrong; no secret in it
 */
public record BrokerStatus(State state, String detail) {

    public enum State {
        /** Not used yet. */
        IDLE,
        CONNECTED,
        /** Connected, but the broker takes no messages at the moment (a memory or disk alarm). */
        BLOCKED,
        DISCONNECTED,
        CLOSED
    }
}
