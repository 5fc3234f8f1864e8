package dev.scale.messaging.broker;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What travels beside a body once it is published: the sender's headers, and those that every broker class adds. */
final class PublishedHeaders {

    private PublishedHeaders() {}

    /** Time and program are always those of this publication, whatever an earlier one left in the headers. */
    static Map<String, String> of(OutgoingMessage message, String clientName, Instant now) {
        Map<String, String> headers = new LinkedHashMap<>(message.headers());
        headers.putIfAbsent(Headers.CONTENT_TYPE, "application/json");
        headers.putIfAbsent(Headers.CONTENT_ENCODING, "utf-8");
        // AMQP knows whole seconds only
        headers.put(Headers.TIMESTAMP, now.truncatedTo(ChronoUnit.SECONDS).toString());
        headers.put(Headers.APP_ID, clientName);
        return headers;
    }
}
