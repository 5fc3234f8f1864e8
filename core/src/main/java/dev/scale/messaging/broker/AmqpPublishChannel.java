package dev.scale.messaging.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * A channel in confirm mode with what is in flight on it. One thread publishes; the client's thread brings confirms,
 * returns and the end. A message counts as confirmed when the broker says so and has not returned it before.
 */
final class AmqpPublishChannel {

    /** Bounds what the client and the broker hold of us at a time. */
    private static final int MOST_IN_FLIGHT = 4096;

    private static final long MOST_BYTES_IN_FLIGHT = 16L * 1024 * 1024;

    private final Channel channel;
    private final AmqpConnection connection;
    private final String place;
    private final BrokerOptions options;
    private final Consumer<PublishBatch> sendAgain;
    private final Clock clock = Clock.systemUTC();
    /** In the order of publication; guarded by this. */
    private final Map<Long, InFlight> inFlight = new LinkedHashMap<>();

    private long bytesInFlight;
    private long lastWord = System.nanoTime();
    /** Whether a message found no queue, or was refused for a reason that we cannot know. */
    private boolean doubtful;
    /** Whether the channel ended because of a message that was too large for the broker. */
    private boolean refusedLarger;

    private static final class InFlight {
        private final PublishBatch batch;
        private final int index;
        private boolean returned;

        InFlight(PublishBatch batch, int index) {
            this.batch = batch;
            this.index = index;
        }

        OutgoingMessage message() {
            return batch.message(index);
        }

        void fail(PublishReport.Cause cause, String reason) {
            batch.fail(index, new PublishReport.Unconfirmed(message(), cause, reason));
        }
    }

    private AmqpPublishChannel(
            AmqpConnection connection, Channel channel, BrokerOptions options, Consumer<PublishBatch> sendAgain) {
        this.connection = connection;
        this.channel = channel;
        this.place = connection.place();
        this.options = options;
        this.sendAgain = sendAgain;
    }

    /**
     * Opens one.
     *
     * @param sendAgain takes a batch of which something was in flight when the broker ended the channel because of
     *     another message
     */
    static AmqpPublishChannel open(AmqpConnection connection, BrokerOptions options, Consumer<PublishBatch> sendAgain) {
        try {
            Channel channel = connection.createChannel();
            AmqpPublishChannel opened = new AmqpPublishChannel(connection, channel, options, sendAgain);
            channel.addReturnListener(message -> opened.returned(message.getProperties()));
            channel.addConfirmListener(opened::confirmed, opened::refused);
            channel.addShutdownListener(opened::ended);
            channel.confirmSelect();
            return opened;
        } catch (IOException | ShutdownSignalException failed) {
            throw AmqpErrors.translate("cannot publish at " + connection.place(), failed);
        }
    }

    /** Whether it is open and the queue was there all the time, as far as we know. */
    synchronized boolean isUsable() {
        return channel.isOpen() && !doubtful;
    }

    /** Whether things are in flight, and nothing was heard of any for so long. */
    synchronized boolean silentFor(Duration time) {
        return System.nanoTime() - lastWord >= time.toNanos();
    }

    /** Sends one message, waiting for room; its confirmation comes later. */
    void publish(PublishBatch batch, int index) throws InterruptedException {
        OutgoingMessage message = batch.message(index);
        if (message.body().length > connection.largestBody()) {
            batch.fail(index, PublishReport.Unconfirmed.tooLargeFor(place, message, connection.largestBody()));
            return;
        }
        AMQP.BasicProperties properties = AmqpProperties.toAmqp(message, options.clientName(), clock.instant());
        awaitRoom(message.body().length);
        if (!batch.startSending(index, this)) {
            return;
        }
        long number = channel.getNextPublishSeqNo();
        synchronized (this) {
            inFlight.put(number, new InFlight(batch, index));
            bytesInFlight += message.body().length;
        }
        try {
            channel.basicPublish("", options.queue(), true, properties, message.body());
        } catch (IOException | ShutdownSignalException failed) {
            learnsLargestBody(failed);
            synchronized (this) {
                // the caller knows what to do about it
                inFlight.remove(number);
            }
            throw lost(failed);
        }
    }

    private synchronized void awaitRoom(int bytes) throws InterruptedException {
        while (channel.isOpen()
                && (inFlight.size() >= MOST_IN_FLIGHT
                        || (!inFlight.isEmpty() && bytesInFlight + bytes > MOST_BYTES_IN_FLIGHT))) {
            wait();
        }
    }

    private synchronized void returned(AMQP.BasicProperties properties) {
        doubtful = true;
        // among several in flight with one id it cannot be told which came back: none of them counts as confirmed
        for (InFlight sent : inFlight.values()) {
            if (sent.message().id().equals(properties.getMessageId())) {
                sent.returned = true;
            }
        }
    }

    private synchronized void confirmed(long number, boolean multiple) {
        settle(number, multiple, sent -> {
            if (sent.returned) {
                sent.fail(
                        PublishReport.Cause.OUTAGE,
                        "no such queue '" + options.queue() + "' at " + place + "; the next publish declares it");
            } else {
                sent.batch.confirm(sent.index);
            }
        });
    }

    private synchronized void refused(long number, boolean multiple) {
        // Qpid refuses a message without a queue before it returns it
        doubtful = true;
        settle(
                number,
                multiple,
                sent -> sent.fail(
                        PublishReport.Cause.OUTAGE,
                        "the broker at " + place + " did not take the message for queue '" + options.queue()
                                + "'; the next publish looks whether the queue is there"));
    }

    private void settle(long number, boolean multiple, Consumer<InFlight> end) {
        lastWord = System.nanoTime();
        if (multiple) {
            Iterator<Map.Entry<Long, InFlight>> oldestFirst =
                    inFlight.entrySet().iterator();
            while (oldestFirst.hasNext()) {
                Map.Entry<Long, InFlight> next = oldestFirst.next();
                if (next.getKey() > number) {
                    break;
                }
                oldestFirst.remove();
                settle(next.getValue(), end);
            }
        } else {
            InFlight sent = inFlight.remove(number);
            if (sent != null) {
                settle(sent, end);
            }
        }
        notifyAll();
    }

    private void settle(InFlight sent, Consumer<InFlight> end) {
        bytesInFlight -= sent.message().body().length;
        end.accept(sent);
    }

    private synchronized void ended(ShutdownSignalException signal) {
        // the client may tell of the end twice; what the writer adds after the first time is its own to send again
        if (refusedLarger || (learnsLargestBody(signal) && refuseLarger())) {
            refusedLarger = true;
            return;
        }
        fail(String.valueOf(lost(signal).getMessage()));
    }

    private boolean learnsLargestBody(Exception failed) {
        OptionalInt largest = AmqpErrors.largestMessage(failed);
        largest.ifPresent(connection::largestBody);
        return largest.isPresent();
    }

    /** The broker ended the channel because of one that is too large for it: the others are not to blame. False where there is none. */
    private boolean refuseLarger() {
        int largest = connection.largestBody();
        List<InFlight> refused = inFlight.values().stream()
                .filter(sent -> sent.message().body().length > largest)
                .toList();
        if (refused.isEmpty()) {
            return false;
        }
        refused.forEach(sent ->
                sent.batch.fail(sent.index, PublishReport.Unconfirmed.tooLargeFor(place, sent.message(), largest)));
        inFlight.values().stream()
                .map(sent -> sent.batch)
                .distinct()
                .filter(PublishBatch::isOpen)
                .forEach(sendAgain);
        inFlight.clear();
        bytesInFlight = 0;
        notifyAll();
        return true;
    }

    /** Ends all that is in flight, as not confirmed. */
    synchronized void fail(String reason) {
        inFlight.values().forEach(sent -> sent.fail(PublishReport.Cause.OUTAGE, reason));
        inFlight.clear();
        bytesInFlight = 0;
        notifyAll();
    }

    void abandon() {
        try {
            channel.abort();
        } catch (IOException | ShutdownSignalException closedAnyway) {
            fail(AmqpErrors.describe(closedAnyway));
        }
    }

    private BrokerException lost(Exception failed) {
        return new BrokerException.Unavailable(
                "lost the broker at " + place + " while publishing to queue '" + options.queue() + "': "
                        + AmqpErrors.describe(failed),
                failed);
    }
}
