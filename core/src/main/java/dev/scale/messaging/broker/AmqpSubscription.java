package dev.scale.messaging.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Receives over a channel of its own, so that its delivery tags, prefetch and end are its own too. The prefetch follows
 * the sizes seen; since RabbitMQ takes a new one for new consumers only, the consumer is then replaced by another on the
 * same channel, and what the old one brought can still be settled.
 */
final class AmqpSubscription implements Subscription {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final Duration END_LIMIT = Duration.ofSeconds(4);
    private static final int LARGEST_PREFETCH = 65_535;

    private final AmqpConnection connection;
    private final Channel channel;
    private final String queue;
    private final int prefetch;
    private final PrefetchBudget budget;

    /** Came and not yet received; guarded by this. */
    private final Deque<Delivery> arrived = new ArrayDeque<>();
    /** Arrived or received; guarded by this. */
    private final AmqpUnsettled unsettled = new AmqpUnsettled();

    private @Nullable String lost;
    private boolean closed;

    /** Held while consumers come and go, and taken before this. */
    private final Object consuming = new Object();

    private @Nullable Consumer consumer;
    /** The consumer's prefetch; guarded by consuming. */
    private int granted;
    /** The newest delivery of the consumers before it; guarded by consuming. */
    private long newestBefore;

    private record Receipt(AmqpSubscription subscription, long tag) {}

    private AmqpSubscription(
            AmqpConnection connection, Channel channel, String queue, int prefetch, PrefetchBudget budget) {
        this.connection = connection;
        this.channel = channel;
        this.queue = queue;
        this.prefetch = Math.min(prefetch, LARGEST_PREFETCH);
        this.budget = budget;
    }

    static AmqpSubscription open(AmqpConnection connection, String queue, int prefetch, PrefetchBudget budget) {
        try {
            Channel channel = connection.createChannel();
            AmqpSubscription opened = new AmqpSubscription(connection, channel, queue, prefetch, budget);
            channel.addShutdownListener(signal -> opened.lost(AmqpErrors.describe(signal)));
            opened.adjustConsumer();
            return opened;
        } catch (IOException | ShutdownSignalException failed) {
            throw AmqpErrors.translate("cannot receive from queue '" + queue + "' at " + connection.place(), failed);
        }
    }

    private final class Consumer extends DefaultConsumer {

        private final CountDownLatch ended = new CountDownLatch(1);
        private String tag = "";

        Consumer() {
            super(channel);
        }

        void start() throws IOException {
            tag = channel.basicConsume(queue, false, this);
        }

        /** Returns when all that the broker has sent to it has arrived: the client hands deliveries over on other threads. */
        void end() throws IOException {
            channel.basicCancel(tag);
            try {
                if (!ended.await(END_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IOException("deliveries are stuck in the client");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted while a consumer ends", e);
            }
        }

        @Override
        public void handleCancelOk(String consumerTag) {
            ended.countDown();
        }

        @Override
        public void handleShutdownSignal(String consumerTag, ShutdownSignalException signal) {
            ended.countDown();
        }

        @Override
        public void handleDelivery(
                String consumerTag,
                com.rabbitmq.client.Envelope envelope,
                AMQP.BasicProperties properties,
                byte[] body) {
            arrived(new Delivery(
                    properties.getMessageId(),
                    body,
                    AmqpProperties.fromAmqp(properties),
                    envelope.isRedeliver(),
                    AmqpProperties.deliveryCount(properties),
                    new Receipt(AmqpSubscription.this, envelope.getDeliveryTag())));
        }

        @Override
        public void handleCancel(String consumerTag) {
            lost("the broker cancelled it, because the queue was deleted, its node is down,"
                    + " or an acknowledgement took longer than the broker allows");
        }
    }

    private synchronized void arrived(Delivery delivery) {
        budget.add(delivery.body().length);
        unsettled.add(((Receipt) delivery.receipt()).tag, delivery.body().length);
        arrived.add(delivery);
        notifyAll();
    }

    private synchronized void lost(String reason) {
        if (lost == null) {
            lost = "lost the subscription to queue '" + queue + "' at " + connection.place() + ": " + reason;
        }
        notifyAll();
    }

    private synchronized boolean isLost() {
        return lost != null;
    }

    /** Sees to it that there is a consumer with the right prefetch, or none while too much is held for one. */
    private void adjustConsumer() throws IOException {
        synchronized (consuming) {
            if (isLost()) {
                return;
            }
            int fitting = budget.fitting(prefetch);
            if (consumer != null && shouldBeReplaced(fitting)) {
                consumer.end();
                consumer = null;
            }
            int room = room(fitting);
            if (consumer == null && room > 0) {
                newestBefore = newestUnsettled();
                channel.basicQos(connection.server().countsPrefetchByConsumer() ? room : fitting, false);
                Consumer next = new Consumer();
                next.start();
                consumer = next;
                granted = room;
            }
        }
    }

    private synchronized boolean shouldBeReplaced(int fitting) {
        int room = room(fitting);
        boolean usedUp = arrived.isEmpty() && unsettled.countAfter(newestBefore) >= granted;
        return granted > fitting || 2 * granted < room || (usedUp && room > 0);
    }

    /** How many more may be held; none while much of the budget is. */
    private synchronized int room(int fitting) {
        return unsettled.bytes() > PrefetchBudget.BYTES / 2 ? 0 : fitting - unsettled.count();
    }

    @Override
    public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
        try {
            adjustConsumer();
        } catch (IOException | ShutdownSignalException failed) {
            lost(AmqpErrors.describe(failed));
        }
        return take(max, wait);
    }

    private synchronized List<Delivery> take(int max, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
        long left = end - System.nanoTime();
        while (arrived.isEmpty() && lost == null && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        if (lost != null) {
            throw new BrokerException.Unavailable(lost, null);
        }
        List<Delivery> received = new ArrayList<>(Math.min(max, arrived.size()));
        while (received.size() < max && !arrived.isEmpty()) {
            received.add(arrived.remove());
        }
        return received;
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        try {
            for (AmqpUnsettled.Settlement settlement : settle(deliveries)) {
                channel.basicAck(settlement.tag(), settlement.multiple());
            }
        } catch (IOException | ShutdownSignalException failed) {
            lost(AmqpErrors.describe(failed));
        }
    }

    private synchronized List<AmqpUnsettled.Settlement> settle(List<Delivery> deliveries) {
        Set<Long> tags = new HashSet<>();
        for (Delivery delivery : deliveries) {
            if (delivery.receipt() instanceof Receipt receipt && receipt.subscription == this) {
                tags.add(receipt.tag);
            }
        }
        return unsettled.settle(tags);
    }

    @Override
    public void keep(List<Delivery> deliveries) {
        // RabbitMQ waits for half an hour by default, longer than any batch takes; where it does not, the subscription
        // is lost
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            lost("it is closed; open another one");
        }
        if (!AmqpConnection.finishes("scale-amqp-give-back", CLOSE_LIMIT, this::giveBack)) {
            connection.sever();
        }
    }

    /** Cancels first: what is given back under a live consumer comes back to it. */
    private void giveBack() {
        synchronized (consuming) {
            try {
                if (channel.isOpen()) {
                    endConsumer();
                    long newest = newestUnsettled();
                    if (newest > 0) {
                        channel.basicNack(newest, true, true);
                    }
                }
                channel.abort();
            } catch (IOException | ShutdownSignalException lostAnyway) {
                // the broker gives back by itself what was on a lost channel
                lost(AmqpErrors.describe(lostAnyway));
            }
        }
    }

    private void endConsumer() {
        if (consumer != null) {
            try {
                consumer.end();
            } catch (IOException endedByTheBroker) {
                // the client knows no such consumer any more; the channel may be sound all the same
                lost(AmqpErrors.describe(endedByTheBroker));
            }
        }
    }

    /** Whether nothing is left to be closed. */
    synchronized boolean isOver() {
        return closed || !channel.isOpen();
    }

    private synchronized long newestUnsettled() {
        return unsettled.newest();
    }
}
