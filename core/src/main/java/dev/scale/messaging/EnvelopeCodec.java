package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;

/** Stub. */
public final class EnvelopeCodec {
    private EnvelopeCodec() {}

    static <C> byte[] encodeBody(CommandType<C> type, C body) {
        throw new UnsupportedOperationException();
    }

    static void checkBody(byte[] body) {
        throw new UnsupportedOperationException();
    }

    static Envelope decode(Delivery delivery) {
        throw new UnsupportedOperationException();
    }
}
