package dev.scale.messaging;

import dev.scale.messaging.broker.Headers;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A command as it travels: what is in the JSON, and what travels beside it.
 *
 * @param type name of the command type
 * @param body the body's JSON in UTF-8, as it came
 * @param id the message id; empty on AMQP when a foreign client gave none
 * @param tryNumber number of this try of the command, from 1; with the id the key of the inbox
 * @param attempt number of this attempt, from 1; grows with failures only
 * @param headers everything that came beside the body
 */
public record Envelope(
        String type, byte[] body, Optional<String> id, int tryNumber, int attempt, Map<String, String> headers) {

    /** When the command was first sent, where it says so; for figures, never for decisions. */
    public Optional<Instant> sent() {
        return Timestamps.lenient(headers.get(Headers.SENT));
    }
}
