package dev.scale.messaging.broker;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What travels beside a body: our header names on one side, AMQP properties and headers on the other. */
final class AmqpProperties {

    private static final int PERSISTENT = 2;
    private static final int LONGEST_SHORT_STRING = 255;
    /** Properties and headers must fit into one frame, which servers make 128 KiB and no less than 4 KiB. */
    private static final int LARGEST_HEADERS = 64 * 1024;

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final String DELIVERY_COUNT = "x-delivery-count";

    private AmqpProperties() {}

    static BasicProperties toAmqp(OutgoingMessage message, String clientName, Instant now) {
        Map<String, String> beside = PublishedHeaders.of(message, clientName, now);
        Map<String, Object> headers = new LinkedHashMap<>(beside);
        headers.keySet().removeIf(AmqpProperties::isProperty);
        return new BasicProperties.Builder()
                .deliveryMode(PERSISTENT)
                .messageId(message.id())
                .contentType(beside.get(Headers.CONTENT_TYPE))
                .contentEncoding(beside.get(Headers.CONTENT_ENCODING))
                .timestamp(Date.from(now))
                .appId(beside.get(Headers.APP_ID))
                .headers(headers)
                .build();
    }

    /** Why AMQP cannot carry what stands beside the body; null where it can. */
    static @Nullable String unfit(OutgoingMessage message) {
        if (bytes(message.id()) > LONGEST_SHORT_STRING) {
            return "its id has more than " + LONGEST_SHORT_STRING + " bytes";
        }
        long total = 0;
        for (Map.Entry<String, String> header : message.headers().entrySet()) {
            String shortString = isProperty(header.getKey()) ? header.getValue() : header.getKey();
            if (bytes(shortString) > LONGEST_SHORT_STRING) {
                return "a header's name or a property has more than " + LONGEST_SHORT_STRING + " bytes";
            }
            total += bytes(header.getKey()) + bytes(header.getValue());
        }
        return total > LARGEST_HEADERS ? "its headers have more than " + LARGEST_HEADERS + " bytes" : null;
    }

    static Map<String, String> fromAmqp(BasicProperties properties) {
        Map<String, String> beside = new HashMap<>();
        if (properties.getHeaders() != null) {
            properties.getHeaders().forEach((name, value) -> {
                if (value instanceof LongString || value instanceof String || value instanceof Number) {
                    beside.put(name, value.toString());
                }
            });
        }
        put(beside, Headers.CONTENT_TYPE, properties.getContentType());
        put(beside, Headers.CONTENT_ENCODING, properties.getContentEncoding());
        put(beside, Headers.APP_ID, properties.getAppId());
        put(beside, Headers.TIMESTAMP, timestamp(properties.getTimestamp()));
        return beside;
    }

    /** Counted by quorum queues only. */
    static OptionalInt deliveryCount(BasicProperties properties) {
        return properties.getHeaders() != null && properties.getHeaders().get(DELIVERY_COUNT) instanceof Number count
                ? OptionalInt.of(count.intValue())
                : OptionalInt.empty();
    }

    /** A foreign client may write milliseconds where seconds belong; RFC 3339 has no such years, so it is left out. */
    private static @Nullable String timestamp(@Nullable Date date) {
        Instant time = date == null ? null : date.toInstant();
        return time == null || time.isBefore(Instant.EPOCH) || time.isAfter(LATEST) ? null : time.toString();
    }

    private static boolean isProperty(String name) {
        return name.equals(Headers.CONTENT_TYPE)
                || name.equals(Headers.CONTENT_ENCODING)
                || name.equals(Headers.TIMESTAMP)
                || name.equals(Headers.APP_ID);
    }

    private static void put(Map<String, String> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
