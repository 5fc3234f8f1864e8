package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.io.JsonStringEncoder;

/**
 * The wire format: {@code {"type": "running_jobs", "body": {...}}} in UTF-8, everything else beside it in headers.
 *
 * <p>Reading is strict, because what passes here is stored: see {@link StrictJson} for what is refused.
 */
final class EnvelopeCodec {

    private static final byte[] BEFORE_TYPE = "{\"type\": \"".getBytes(StandardCharsets.UTF_8);
    private static final byte[] BEFORE_BODY = "\", \"body\": ".getBytes(StandardCharsets.UTF_8);

    private static final Object NO_RECEIPT = new Object();

    private EnvelopeCodec() {}

    /** A body as JSON in UTF-8. */
    static <C> byte[] encodeBody(CommandType<C> type, C body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = StrictJson.generator(bytes)) {
            type.codec().write(body, generator);
        }
        return bytes.toByteArray();
    }

    /** The bytes that travel. */
    static byte[] encode(String type, byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length + type.length() + 24);
        bytes.writeBytes(BEFORE_TYPE);
        bytes.writeBytes(JsonStringEncoder.getInstance().quoteAsUTF8(type));
        bytes.writeBytes(BEFORE_BODY);
        bytes.writeBytes(body);
        bytes.write('}');
        return bytes.toByteArray();
    }

    /** Reads what was delivered; throws {@link InvalidCommandException} where no handler could ever read it. */
    static Envelope decode(Delivery delivery, int maxBody) {
        if (delivery.body().length > maxBody) {
            throw new InvalidCommandException(
                    "the body has " + delivery.body().length + " bytes; at most " + maxBody + " are read");
        }
        byte[] json = Charsets.toUtf8(delivery.body(), delivery.headers());
        Map<String, String> headers = delivery.headers();
        try (JsonParser parser = StrictJson.parser(json)) {
            return decode(parser, json, delivery, headers);
        } catch (JacksonException e) {
            throw StrictJson.invalid(e, json);
        }
    }

    private static Envelope decode(JsonParser parser, byte[] json, Delivery delivery, Map<String, String> headers) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidCommandException("the message is not a JSON object with type and body");
        }
        StrictJson.Checker checker = new StrictJson.Checker(parser, json);
        String type = null;
        byte[] body = null;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            checker.checkToken();
            String member = parser.currentName();
            JsonToken value = parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            checker.checkValue();
            if (member.equals("type")) {
                if (value != JsonToken.VALUE_STRING) {
                    throw new InvalidCommandException("type is not a text");
                }
                type = parser.getString();
            } else if (member.equals("body")) {
                body = Arrays.copyOfRange(
                        json, start, (int) parser.currentLocation().getByteOffset());
            }
        }
        checker.checkEnd();
        if (type == null || type.isBlank()) {
            throw new InvalidCommandException("the message has no type");
        }
        if (body == null) {
            throw new InvalidCommandException("the message has no body");
        }
        return new Envelope(
                type,
                body,
                Optional.ofNullable(delivery.id()).filter(id -> !id.isEmpty()),
                number(headers.get(Headers.TRY)),
                number(headers.get(Headers.ATTEMPT)),
                headers);
    }

    /** Reads what has not travelled yet. */
    static Envelope decode(String id, byte[] json) {
        return decode(new Delivery(id, json, Map.of(), false, OptionalInt.empty(), NO_RECEIPT), Integer.MAX_VALUE);
    }

    /** The type of a command that may be unreadable; then null. */
    static @Nullable String typeOf(byte[] body, Map<String, String> headers) {
        try {
            Delivery delivery = new Delivery(null, body, headers, false, OptionalInt.empty(), NO_RECEIPT);
            return decode(delivery, Integer.MAX_VALUE).type();
        } catch (InvalidCommandException e) {
            return null;
        }
    }

    /** A number from 1, and 1 for anything else: foreign senders may put what they like there. */
    static int number(@Nullable String header) {
        if (header == null) {
            return 1;
        }
        try {
            return Math.max(1, Integer.parseInt(header));
        } catch (NumberFormatException e) {
            return 1;
        }
    }
}
