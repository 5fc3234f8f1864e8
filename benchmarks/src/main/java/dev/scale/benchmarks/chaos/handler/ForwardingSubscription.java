package dev.scale.benchmarks.chaos.handler;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.List;

/** A subscription that does what another one does; for wrappers that change a part of it. */
class ForwardingSubscription implements Subscription {

    private final Subscription subscription;

    ForwardingSubscription(Subscription subscription) {
        this.subscription = subscription;
    }

    @Override
    public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
        return subscription.receive(max, wait);
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        subscription.acknowledge(deliveries);
    }

    @Override
    public void keep(List<Delivery> deliveries) {
        subscription.keep(deliveries);
    }

    @Override
    public void close() {
        subscription.close();
    }
}
