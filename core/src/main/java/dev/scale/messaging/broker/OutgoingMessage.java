package dev.scale.messaging.broker;

import java.util.Map;

/**
 * A message to publish.
 *
 * @param id the message id, any non-empty text
 * @param body the bytes; not copied, so not to be changed afterwards
 * @param headers what travels beside the body, by the names in {@link Headers}
 * @param group message group on FIFO queues; ignored elsewhere
 */
public record OutgoingMessage(String id, byte[] body, Map<String, String> headers, String group) {

    /** A message that is its own message group. */
    public OutgoingMessage(String id, byte[] body, Map<String, String> headers) {
        this(id, body, headers, id);
    }
}
