package dev.scale.benchmarks.chaos.handler;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerStatus;
import dev.scale.messaging.broker.Destination;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.QueueDepth;
import dev.scale.messaging.broker.Subscription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** A broker that does what another one does; for wrappers that change a part of it. */
class ForwardingBroker implements Broker {

    private final Broker broker;

    ForwardingBroker(Broker broker) {
        this.broker = broker;
    }

    @Override
    public CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
        return broker.publish(messages);
    }

    @Override
    public Subscription subscribe(int prefetch) {
        return broker.subscribe(prefetch);
    }

    @Override
    public QueueDepth depth() {
        return broker.depth();
    }

    @Override
    public int maxBody() {
        return broker.maxBody();
    }

    @Override
    public Destination destination() {
        return broker.destination();
    }

    @Override
    public BrokerStatus status() {
        return broker.status();
    }

    @Override
    public void purge() {
        broker.purge();
    }

    @Override
    public Map<String, String> inspect() {
        return broker.inspect();
    }

    @Override
    public void close() {
        broker.close();
    }
}
