package dev.scale.messaging.broker;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What waits to be sent, of all publishes, taken in requests that SQS takes: of ten messages and of so many bytes at most.
 * On a FIFO queue a message group is in one request at a time, which keeps its order. Not thread-safe.
 */
final class SqsSendQueue {

    static final int MOST_ENTRIES = 10;

    private final String clientName;
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private final Set<String> groupsUnderWay = new HashSet<>();

    SqsSendQueue(String clientName) {
        this.clientName = clientName;
    }

    private record Waiting(PublishBatch batch, int index) {}

    /** A message of a request, and where its end is to be told. */
    record Entry(PublishBatch batch, int index, SqsMessage message) {

        boolean isOpen() {
            return batch.isOpen(index);
        }

        void confirm() {
            batch.confirm(index);
        }

        void fail(PublishReport.Cause cause, String reason) {
            batch.fail(index, new PublishReport.Unconfirmed(message.message(), cause, reason));
        }
    }

    void add(PublishBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            if (batch.isOpen(i)) {
                waiting.add(new Waiting(batch, i));
            }
        }
    }

    int size() {
        return waiting.size();
    }

    /** The next request, to be told of when it is {@link #over}; empty where nothing can be sent. */
    List<Entry> take(String queue, SqsQueue.Facts facts, Instant now) {
        List<Entry> taken = new ArrayList<>();
        long bytes = 0;
        Iterator<Waiting> next = waiting.iterator();
        while (next.hasNext() && taken.size() < MOST_ENTRIES) {
            Waiting one = next.next();
            if (!one.batch.isOpen(one.index)) {
                next.remove();
                continue;
            }
            OutgoingMessage outgoing = one.batch.message(one.index);
            if (facts.fifo() && groupsUnderWay.contains(SqsMessage.group(outgoing))) {
                continue;
            }
            Entry entry = new Entry(one.batch, one.index, SqsMessage.of(outgoing, clientName, now));
            if (entry.message.bytes() > facts.largest()) {
                entry.fail(PublishReport.Cause.REFUSED, tooLarge(queue, facts, entry.message));
                next.remove();
                continue;
            }
            bytes += entry.message.bytes();
            if (bytes > facts.largest()) {
                break;
            }
            taken.add(entry);
            next.remove();
        }
        if (facts.fifo()) {
            taken.forEach(entry -> groupsUnderWay.add(SqsMessage.group(entry.message.message())));
        }
        return taken;
    }

    private static String tooLarge(String queue, SqsQueue.Facts facts, SqsMessage message) {
        return "message '" + message.message().id() + "' has " + message.bytes()
                + " bytes with what travels beside its body, and queue '" + queue + "' takes at most "
                + facts.largest() + "; send less, or raise the queue's MaximumMessageSize";
    }

    /** Its message groups may go on. */
    void over(List<Entry> request) {
        request.forEach(entry -> groupsUnderWay.remove(SqsMessage.group(entry.message.message())));
    }

    /** Ends all that waits. */
    void fail(String reason) {
        for (Waiting one : waiting) {
            OutgoingMessage message = one.batch.message(one.index);
            one.batch.fail(one.index, new PublishReport.Unconfirmed(message, PublishReport.Cause.OUTAGE, reason));
        }
        waiting.clear();
    }
}
