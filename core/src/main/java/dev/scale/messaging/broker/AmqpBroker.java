package dev.scale.messaging.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A queue of an AMQP 0-9-1 broker such as RabbitMQ. Two connections: a broker under an alarm stops reading from those that
 * publish, and what waits must still be consumed.
 */
final class AmqpBroker implements Broker {

    private final BrokerUrl url;
    private final BrokerOptions options;
    private final AmqpQueue queue;
    private final AmqpLink publishing;
    private final AmqpLink consuming;
    private final AmqpPublisher publisher;
    private final PrefetchBudget budget;
    private final Set<AmqpSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    AmqpBroker(BrokerUrl url, BrokerOptions options) {
        this.url = url;
        this.options = options;
        AmqpConnector connector = new AmqpConnector(url, options);
        queue = new AmqpQueue(options);
        publishing = new AmqpLink(connector, "publishing", url);
        consuming = new AmqpLink(connector, "consuming", url);
        publisher = new AmqpPublisher(publishing, queue, options);
        budget = new PrefetchBudget(options.maxBody());
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
        AmqpConnection connection = consuming.connection();
        queue.require(connection);
        AmqpSubscription subscription = AmqpSubscription.open(connection, options.queue(), prefetch, budget);
        subscriptions.removeIf(AmqpSubscription::isOver);
        subscriptions.add(subscription);
        if (closed) {
            subscription.close();
        }
        return subscription;
    }

    @Override
    public QueueDepth depth() {
        int ready =
                queue.find(consuming.connection()).map(AmqpQueue.Counts::ready).orElse(0);
        return new QueueDepth(ready, OptionalLong.empty(), OptionalLong.empty());
    }

    @Override
    public int maxBody() {
        return Math.min(options.maxBody(), publishing.largestBody());
    }

    @Override
    public Destination destination() {
        return new Destination("rabbitmq", options.queue());
    }

    @Override
    public BrokerStatus status() {
        if (closed) {
            return new BrokerStatus(BrokerStatus.State.CLOSED, "closed");
        }
        Optional<BrokerStatus> sending = publishing.status();
        Optional<BrokerStatus> trouble = sending.filter(seen -> seen.state() != BrokerStatus.State.CONNECTED);
        return trouble.or(consuming::status)
                .or(() -> sending)
                .orElseGet(() -> new BrokerStatus(BrokerStatus.State.IDLE, "not connected yet to " + url.place()));
    }

    @Override
    public void purge() {
        AmqpConnection connection = consuming.connection();
        if (queue.find(connection).isPresent()) {
            queue.purge(connection);
        }
    }

    @Override
    public Map<String, String> inspect() {
        AmqpConnection connection = consuming.connection();
        Optional<AmqpQueue.Counts> counts = queue.find(connection);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("server", connection.server().toString());
        facts.put("host", connection.place());
        facts.put("virtual-host", url.virtualHost());
        facts.put("queue", options.queue());
        if (counts.isEmpty()) {
            facts.put(MISSING, DECLARED_AT_FIRST_USE);
        }
        counts.ifPresent(known -> {
            facts.put("ready", String.valueOf(known.ready()));
            facts.put("consumers", String.valueOf(known.consumers()));
            facts.putAll(queue.properties(connection));
        });
        return facts;
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(Subscription::close);
        subscriptions.clear();
        publisher.close();
        publishing.close();
        consuming.close();
    }
}
