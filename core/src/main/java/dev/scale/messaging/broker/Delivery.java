package dev.scale.messaging.broker;

import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One handing-over of a message.
 *
 * @param id the message id, where the sender (or the broker) gave one
 * @param body the bytes as they came
 * @param headers what came beside the body, by the names in {@link Headers}; values that are not text are left out
 * @param redelivered whether the broker says that it has delivered the message before
 * @param deliveryCount deliveries before this one, where the broker counts them
 * @param receipt settles the delivery; means something only to the subscription that issued it
 */
public record Delivery(
        @Nullable String id,
        byte[] body,
        Map<String, String> headers,
        boolean redelivered,
        OptionalInt deliveryCount,
        Object receipt) {}
