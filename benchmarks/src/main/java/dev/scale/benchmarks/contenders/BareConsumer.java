package dev.scale.benchmarks.contenders;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Receives and acknowledges, nothing else: what the broker and its client can do. Leaves no rows. */
final class BareConsumer implements Contender {

    private static final int CHANNELS = 2;
    private static final int PREFETCH = 2_000;
    private static final int ACKNOWLEDGED_AT_ONCE = 500;

    private final Connection connection;

    BareConsumer(Place place) throws Exception {
        connection = place.broker().newConnection("bare");
    }

    @Override
    public void drain(String queue, int messages) throws Exception {
        AtomicInteger left = new AtomicInteger(messages);
        CountDownLatch ended = new CountDownLatch(1);
        List<Counting> consumers = new ArrayList<>();
        for (int i = 0; i < CHANNELS; i++) {
            Channel channel = connection.createChannel();
            channel.basicQos(PREFETCH);
            consumers.add(new Counting(channel, left, ended));
        }
        for (Counting consumer : consumers) {
            consumer.getChannel().basicConsume(queue, consumer);
        }
        ended.await();
        for (Counting consumer : consumers) {
            consumer.finish();
        }
    }

    @Override
    public String configuration() {
        return "amqp-client, " + CHANNELS + " channels, prefetch " + PREFETCH + " each, every " + ACKNOWLEDGED_AT_ONCE
                + " messages acknowledged at once; no database";
    }

    @Override
    public void close() throws IOException {
        connection.close();
    }

    private static final class Counting extends DefaultConsumer {

        private final AtomicInteger left;
        private final CountDownLatch ended;
        private final CountDownLatch canceled = new CountDownLatch(1);
        private int received;
        private long acknowledged;
        private long last;

        Counting(Channel channel, AtomicInteger left, CountDownLatch ended) {
            super(channel);
            this.left = left;
            this.ended = ended;
        }

        @Override
        public void handleDelivery(String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
                throws IOException {
            last = envelope.getDeliveryTag();
            received++;
            if (received % ACKNOWLEDGED_AT_ONCE == 0) {
                acknowledge();
            }
            if (left.decrementAndGet() == 0) {
                ended.countDown();
            }
        }

        @Override
        public void handleCancelOk(String tag) {
            canceled.countDown();
        }

        /** Nothing is delivered any more when this returns, and what was is acknowledged. */
        void finish() throws Exception {
            getChannel().basicCancel(getConsumerTag());
            canceled.await();
            acknowledge();
            getChannel().close();
        }

        private void acknowledge() throws IOException {
            if (last > acknowledged) {
                getChannel().basicAck(last, true);
                acknowledged = last;
            }
        }
    }
}
