package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** A queue of Amazon SQS, standard or FIFO, which somebody else has created. */
final class SqsBroker implements Broker {

    /** Room for what travels beside a body; more of it is taken where the body is smaller. */
    private static final int BESIDE = 512;
    /** A poll of a queue in use ends within a second; one that goes on may bring what then comes again later. */
    private static final Duration POLL_END_LIMIT = Duration.ofSeconds(2);

    private final BrokerUrl url;
    private final BrokerOptions options;
    private final SqsConnection connection;
    private final SqsQueue queue;
    private final SqsPublisher publisher;
    private final SqsReceiving receiving;
    private final SqsHeartbeat heartbeat;
    private final Set<SqsSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    SqsBroker(BrokerUrl url, BrokerOptions options) {
        this.url = url;
        this.options = options;
        connection = new SqsConnection(url, options);
        queue = new SqsQueue(connection, options.queue());
        publisher = new SqsPublisher(connection, queue, options);
        receiving = SqsReceiving.of(connection, queue, options);
        heartbeat = new SqsHeartbeat(receiving.held(), receiving.settling());
    }

    @Override
    public CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
        return publisher.publish(messages);
    }

    @Override
    public Subscription subscribe(int prefetch) {
        if (prefetch < 1) {
            throw new IllegalArgumentException("prefetch must be at least 1, not " + prefetch);
        }
        Duration hold = queue.facts().hold();
        heartbeat.start(hold);
        SqsSubscription subscription = new SqsSubscription(receiving, prefetch, hold);
        subscriptions.removeIf(SqsSubscription::isOver);
        subscriptions.add(subscription);
        if (closed) {
            subscription.close();
            throw new BrokerException.Unavailable(PublishReport.Unconfirmed.CLOSED, null);
        }
        // else whoever opens one after the other would take each for the end of the outage
        if (receiving.trouble().lasts()) {
            check(subscription);
        }
        return subscription;
    }

    private static void check(SqsSubscription subscription) {
        try {
            subscription.check();
        } catch (BrokerException failed) {
            subscription.close();
            throw failed;
        }
    }

    @Override
    public QueueDepth depth() {
        return queue.depth();
    }

    @Override
    public int maxBody() {
        return Math.min(options.maxBody(), queue.facts().largest() - BESIDE);
    }

    @Override
    public Destination destination() {
        return new Destination("aws_sqs", options.queue());
    }

    @Override
    public BrokerStatus status() {
        return connection.status();
    }

    @Override
    public void purge() {
        queue.purge();
    }

    @Override
    public Map<String, String> inspect() {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("server", "Amazon SQS");
        facts.put("region", url.place());
        facts.putAll(queue.inspect());
        connection.credentialsProvider().ifPresent(provider -> facts.put("credentials", provider));
        return facts;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        CompletableFuture<?>[] ends =
                subscriptions.stream().map(SqsSubscription::end).toArray(CompletableFuture[]::new);
        SqsThreads.await(CompletableFuture.allOf(ends), SqsSubscription.CLOSE_LIMIT);
        subscriptions.clear();
        heartbeat.close();
        publisher.close();
        // in this order: what a last poll brings is given back
        SqsThreads.end(receiving.pollers(), POLL_END_LIMIT);
        receiving.settling().close();
        connection.close();
    }
}
