package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.StoredText;
import dev.scale.messaging.store.Try;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A delivery on its way to its end. Compared by identity: two deliveries of one command are two items. */
final class Item<C> {

    private final Delivery delivery;
    private final @Nullable Envelope envelope;
    private final @Nullable Received<C> received;

    /**
     * @param envelope null where the delivery could not be read
     * @param received null where no handler takes it
     */
    Item(Delivery delivery, @Nullable Envelope envelope, @Nullable Received<C> received) {
        this.delivery = delivery;
        this.envelope = envelope;
        this.received = received;
    }

    Delivery delivery() {
        return delivery;
    }

    /** Whether a handler takes it, so that there is a {@link #command()}. */
    boolean hasHandler() {
        return received != null;
    }

    /** The envelope; what is known of one for a delivery that could not be read. */
    Envelope envelope() {
        return envelope != null
                ? envelope
                : new Envelope(
                        "", new byte[0], Optional.ofNullable(delivery.id()), number(), attempt(), delivery.headers());
    }

    /** What a handler gets; only for items that were sorted into a group. */
    Received<C> command() {
        return Objects.requireNonNull(received);
    }

    /** The key of this try; empty where a foreign client gave no message id. */
    Optional<Try> tryOf() {
        return messageId().map(id -> new Try(id, number(), Try.sha256(delivery.body())));
    }

    /** The message id as it is stored; empty where a foreign client gave none. */
    Optional<String> messageId() {
        return Optional.ofNullable(delivery.id()).filter(id -> !id.isEmpty()).map(StoredText::key);
    }

    /** Whether its sender's or relay's clock says so; what says nothing is new. */
    boolean publishedBefore(Instant time) {
        return Timestamps.lenient(delivery.headers().get(Headers.TIMESTAMP))
                .filter(published -> published.isBefore(time))
                .isPresent();
    }

    /** The bytes that stand for the command, or for what is left of it. */
    byte[] bodyOf(byte @Nullable [] remainder) {
        return remainder == null
                ? delivery.body()
                : EnvelopeCodec.encode(envelope().type(), remainder);
    }

    /** What goes beside those bytes: a remainder is JSON in UTF-8, whatever the command came in. */
    Map<String, String> headersOf(byte @Nullable [] remainder) {
        if (remainder == null) {
            return delivery.headers();
        }
        Map<String, String> headers = new LinkedHashMap<>(delivery.headers());
        headers.put(Headers.CONTENT_TYPE, "application/json");
        headers.put(Headers.CONTENT_ENCODING, "utf-8");
        return headers;
    }

    int number() {
        return EnvelopeCodec.number(delivery.headers().get(Headers.TRY));
    }

    int attempt() {
        return EnvelopeCodec.number(delivery.headers().get(Headers.ATTEMPT));
    }

    /** The type as far as it is known. */
    @Nullable
    String typeName() {
        return envelope == null ? null : envelope.type();
    }
}
