package dev.scale.benchmarks.chaos.handler;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.Subscription;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Tells a fuse of publishing and acknowledging. */
final class FusedBroker extends ForwardingBroker {

    private final Fuse fuse;

    FusedBroker(Broker broker, Fuse fuse) {
        super(broker);
        this.fuse = fuse;
    }

    @Override
    public CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
        fuse.reached(Step.BEFORE_PUBLISH);
        return super.publish(messages).thenApply(report -> {
            fuse.reached(Step.AFTER_PUBLISH);
            return report;
        });
    }

    @Override
    public Subscription subscribe(int prefetch) {
        return new ForwardingSubscription(super.subscribe(prefetch)) {
            @Override
            public void acknowledge(List<Delivery> deliveries) {
                fuse.reached(Step.BEFORE_ACKNOWLEDGE);
                super.acknowledge(deliveries);
                fuse.reached(Step.AFTER_ACKNOWLEDGE);
            }
        };
    }
}
