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
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A consumer on a channel of its own, so that its delivery tags, prefetch and end are its own too. */
final class AmqpSubscription implements Subscription {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);
    private static final int LARGEST_PREFETCH = 65_535;

    private final AmqpConnection connection;
    private final Channel channel;
    private final String queue;
    /** Came and not yet received; guarded by this. */
    private final Deque<Delivery> arrived = new ArrayDeque<>();
    /** Tags that the broker waits for, arrived or received; guarded by this. */
    private final TreeSet<Long> unsettled = new TreeSet<>();

    private String consumerTag = "";
    private @Nullable String lost;
    private boolean closed;

    private record Receipt(AmqpSubscription subscription, long tag) {}

    private AmqpSubscription(AmqpConnection connection, Channel channel, String queue) {
        this.connection = connection;
        this.channel = channel;
        this.queue = queue;
    }

    static AmqpSubscription open(AmqpConnection connection, String queue, int prefetch) {
        try {
            Channel channel = connection.createChannel();
            AmqpSubscription opened = new AmqpSubscription(connection, channel, queue);
            channel.addShutdownListener(signal -> opened.lost(AmqpErrors.describe(signal)));
            channel.basicQos(Math.min(prefetch, LARGEST_PREFETCH), false);
            opened.consumerTag = channel.basicConsume(queue, false, opened.new Consumer());
            return opened;
        } catch (IOException | ShutdownSignalException failed) {
            throw AmqpErrors.translate("cannot receive from queue '" + queue + "' at " + connection.place(), failed);
        }
    }

    private final class Consumer extends DefaultConsumer {

        Consumer() {
            super(channel);
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
            lost("the broker cancelled it, because the queue was deleted or its node is down");
        }
    }

    private synchronized void arrived(Delivery delivery) {
        unsettled.add(((Receipt) delivery.receipt()).tag);
        arrived.add(delivery);
        notifyAll();
    }

    private synchronized void lost(String reason) {
        if (lost == null) {
            lost = "lost the subscription to queue '" + queue + "' at " + connection.place() + ": " + reason;
        }
        notifyAll();
    }

    @Override
    public synchronized List<Delivery> receive(int max, Duration wait) throws InterruptedException {
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
            for (Settlement settlement : settle(deliveries)) {
                channel.basicAck(settlement.tag, settlement.multiple);
            }
        } catch (IOException | ShutdownSignalException failed) {
            lost(AmqpErrors.describe(failed));
        }
    }

    private record Settlement(long tag, boolean multiple) {}

    /** The fewest acknowledgements that settle exactly these: one for all that nothing unsettled stands before. */
    private synchronized List<Settlement> settle(List<Delivery> deliveries) {
        Set<Long> wanted = new HashSet<>();
        for (Delivery delivery : deliveries) {
            if (delivery.receipt() instanceof Receipt receipt && receipt.subscription == this) {
                wanted.add(receipt.tag);
            }
        }
        wanted.retainAll(unsettled);
        List<Settlement> settlements = new ArrayList<>();
        long prefix = 0;
        Iterator<Long> oldestFirst = unsettled.iterator();
        while (oldestFirst.hasNext() && !wanted.isEmpty()) {
            long tag = oldestFirst.next();
            if (!wanted.remove(tag)) {
                break;
            }
            prefix = tag;
            oldestFirst.remove();
        }
        if (prefix > 0) {
            settlements.add(new Settlement(prefix, true));
        }
        for (long tag : wanted) {
            unsettled.remove(tag);
            settlements.add(new Settlement(tag, false));
        }
        return settlements;
    }

    @Override
    public void keep(List<Delivery> deliveries) {
        // a delivery on an open channel does not expire
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
        try {
            if (channel.isOpen()) {
                channel.basicCancel(consumerTag);
                long last = lastUnsettled();
                if (last > 0) {
                    channel.basicNack(last, true, true);
                }
            }
            channel.abort();
        } catch (IOException | ShutdownSignalException lostAnyway) {
            // the broker gives back by itself what was on a lost channel
            lost(AmqpErrors.describe(lostAnyway));
        }
    }

    /** Whether nothing is left to be closed. */
    synchronized boolean isOver() {
        return closed || !channel.isOpen();
    }

    private synchronized long lastUnsettled() {
        return unsettled.isEmpty() ? 0 : unsettled.last();
    }
}
