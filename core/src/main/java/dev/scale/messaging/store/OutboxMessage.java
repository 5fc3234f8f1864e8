package dev.scale.messaging.store;

import java.time.Instant;
import java.util.Map;

/**
 * A command to be published when it is due.
 *
 * @param number of its try
 * @param body the bytes that travel
 * @param headers what travels beside them
 * @param group message group on FIFO queues
 * @param due by the database's clock
 */
public record OutboxMessage(
        String messageId, int number, byte[] body, Map<String, String> headers, String group, Instant due)
        implements Comparable<OutboxMessage> {

    /** By key: the order in which rows are written, the same in every process. */
    @Override
    public int compareTo(OutboxMessage other) {
        int byId = messageId.compareTo(other.messageId);
        return byId != 0 ? byId : Integer.compare(number, other.number);
    }
}
