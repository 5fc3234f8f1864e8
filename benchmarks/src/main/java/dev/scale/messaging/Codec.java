package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import java.util.Map;
import java.util.OptionalInt;

/** Opens encoding and decoding of messages to the benchmarks. */
public final class Codec {

    private static final int MAX_BODY = 1024 * 1024;

    private Codec() {}

    /** A command as it travels, written as a sender does. */
    public static byte[] encode(Command command) {
        return EnvelopeCodec.encode(command.type(), command.body());
    }

    /** A command as it is delivered. */
    public static Delivery delivery(Command command) {
        byte[] bytes = encode(command);
        return new Delivery(command.id(), bytes, Map.of(), false, OptionalInt.empty(), "receipt");
    }

    /** Reads a delivery as a worker does. */
    public static <C> Received<C> decode(CommandType<? extends C> type, Delivery delivery) {
        Envelope envelope = EnvelopeCodec.decode(delivery, MAX_BODY);
        return new Received<>(type, BodyReader.read(type, envelope.body()), envelope);
    }
}
