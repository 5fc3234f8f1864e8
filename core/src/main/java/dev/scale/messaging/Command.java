package dev.scale.messaging;

import com.github.f4b6a3.uuid.UuidCreator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A command ready to be sent, and to be sent again: its id stays the same however often that is.
 *
 * @param id the message id; sending the same id twice has one effect
 * @param type name of the command type
 * @param body the body's JSON in UTF-8
 * @param group message group on FIFO queues
 */
public record Command(String id, String type, byte[] body, String group) {

    public Command {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a command needs an id");
        }
    }

    /** A command with a new id. */
    public static <C> Command of(CommandType<C> type, C body) {
        return of(type, body, null);
    }

    /** A command with the caller's own id; null: a new one. */
    public static <C> Command of(CommandType<C> type, C body, @Nullable String id) {
        String chosen = id == null ? newId() : id;
        return new Command(chosen, type.name(), EnvelopeCodec.encodeBody(type, body), chosen);
    }

    /** A command from JSON text, which is checked; null as id: a new one. */
    public static Command ofJson(String type, String json, @Nullable String id) {
        String chosen = id == null ? newId() : id;
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        StrictJson.check(body);
        return new Command(chosen, type, body, chosen);
    }

    /** The same command in a message group of FIFO queues. */
    public Command inGroup(String messageGroup) {
        return new Command(id, type, body, messageGroup);
    }

    /** A new message id: a UUIDv7, so that ids sort by time. */
    public static String newId() {
        return UuidCreator.getTimeOrderedEpoch().toString();
    }
}
