package dev.scale.messaging.broker;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A broker in this JVM, {@code memory://name}, for tests of programs that use the library. Queues live as long as the JVM:
 * all brokers opened with the same URL and queue share it, and its messages outlive their closing. Give each test a name
 * of its own.
 */
public final class InMemoryBroker implements Broker {

    private static final Map<String, InMemoryQueue> QUEUES = new ConcurrentHashMap<>();

    private final BrokerUrl url;
    private final BrokerOptions options;
    private final InMemoryQueue queue;
    private final Clock clock = Clock.systemUTC();
    private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
    private volatile boolean closed;

    /** Opens the queue, which is made when missing. */
    public InMemoryBroker(BrokerUrl url, BrokerOptions options) {
        this.url = url;
        this.options = options;
        queue = QUEUES.computeIfAbsent(url.place() + "/" + options.queue(), name -> new InMemoryQueue());
    }

    @Override
    public CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
        List<OutgoingMessage> confirmed = new ArrayList<>();
        List<PublishReport.Unconfirmed> unconfirmed = new ArrayList<>();
        for (OutgoingMessage message : messages) {
            if (closed) {
                unconfirmed.add(PublishReport.Unconfirmed.closed(message));
            } else if (message.body().length > maxBody()) {
                unconfirmed.add(PublishReport.Unconfirmed.tooLarge(message, maxBody()));
            } else {
                queue.put(
                        message.id(),
                        message.body(),
                        PublishedHeaders.of(message, options.clientName(), clock.instant()));
                confirmed.add(message);
            }
        }
        return CompletableFuture.completedStage(new PublishReport(confirmed, unconfirmed));
    }

    @Override
    public Subscription subscribe(int prefetch) {
        requireOpen();
        if (prefetch < 1) {
            throw new IllegalArgumentException("prefetch must be at least 1, not " + prefetch);
        }
        Subscription subscription = queue.subscribe(prefetch);
        subscriptions.add(subscription);
        if (closed) {
            subscription.close();
        }
        return subscription;
    }

    @Override
    public QueueDepth depth() {
        requireOpen();
        return queue.depth();
    }

    @Override
    public int maxBody() {
        return options.maxBody();
    }

    @Override
    public Destination destination() {
        return new Destination("in_memory", options.queue());
    }

    @Override
    public BrokerStatus status() {
        return closed
                ? new BrokerStatus(BrokerStatus.State.CLOSED, "closed")
                : new BrokerStatus(BrokerStatus.State.CONNECTED, "in this process: " + url.place());
    }

    @Override
    public void purge() {
        requireOpen();
        queue.purge();
    }

    @Override
    public Map<String, String> inspect() {
        requireOpen();
        return Map.of("server", "in this process", "queue", options.queue());
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
    }

    private void requireOpen() {
        if (closed) {
            throw new BrokerException.Unavailable("the broker for queue '" + options.queue() + "' is closed", null);
        }
    }

    /** Registered as a {@link java.util.ServiceLoader} service. */
    public static final class Provider implements BrokerProvider {

        @Override
        public Set<String> schemes() {
            return Set.of("memory");
        }

        @Override
        public Broker open(BrokerUrl url, BrokerOptions options) {
            return new InMemoryBroker(url, options);
        }
    }
}
