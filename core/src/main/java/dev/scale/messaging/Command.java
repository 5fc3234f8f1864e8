package dev.scale.messaging;

import com.github.f4b6a3.uuid.UuidCreator;
import com.github.f4b6a3.uuid.factory.standard.TimeOrderedEpochFactory;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
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

    /** Of the ids made by {@link #idOf}; a random one, chosen once. */
    private static final UUID ID_NAMESPACE = UUID.fromString("3f0b8e52-6f8e-4d0e-9a53-5b1c2b8f7d14");
    /** UuidCreator would make the factories of all versions for the first id. */
    private static final TimeOrderedEpochFactory IDS = new TimeOrderedEpochFactory();

    private static final String BYTE_ORDER_MARK = "\uFEFF";

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

    /** A command from JSON text, which is checked as a handler will; a byte order mark before it is dropped. Null as id: a new one. */
    public static Command ofJson(String type, String json, @Nullable String id) {
        String chosen = id == null ? newId() : id;
        byte[] body = (json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json).getBytes(StandardCharsets.UTF_8);
        StrictJson.check(body);
        // Once more as it travels: there it is one level deeper.
        StrictJson.check(EnvelopeCodec.encode(type, body));
        return new Command(chosen, type, body, chosen);
    }

    /**
     * A command from the JSON that travels, {@code {"type": ..., "body": ...}} in UTF-8, which is checked as a handler will.
     *
     * @throws InvalidCommandException where a handler could not read it
     */
    public static Command ofEnvelope(String id, byte[] json) {
        Envelope envelope = EnvelopeCodec.decode(id, json);
        return new Command(id, envelope.type(), envelope.body(), id);
    }

    /** The JSON that travels, from which {@link #ofEnvelope} makes the command again. */
    public byte[] envelope() {
        return EnvelopeCodec.encode(type, body);
    }

    /** The same command in a message group of FIFO queues. */
    public Command inGroup(String messageGroup) {
        return new Command(id, type, body, messageGroup);
    }

    /**
     * An id that follows from its parts: the same parts give the same id everywhere and always (a name-based UUID, version 5
     * of RFC 9562).
     */
    public static String idOf(Object... parts) {
        StringBuilder name = new StringBuilder();
        for (Object part : parts) {
            String text = String.valueOf(part);
            // The length keeps ("a", "bc") and ("ab", "c") apart.
            name.append(text.length()).append(':').append(text);
        }
        return UuidCreator.getNameBasedSha1(ID_NAMESPACE, name.toString()).toString();
    }

    /** A new message id: a UUIDv7, so that ids sort by time. */
    public static String newId() {
        return IDS.create().toString();
    }
}
