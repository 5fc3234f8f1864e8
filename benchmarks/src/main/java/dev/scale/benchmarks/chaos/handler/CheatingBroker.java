package dev.scale.benchmarks.chaos.handler;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The brokers that break a rule on purpose. */
public final class CheatingBroker {

    private CheatingBroker() {}

    /** The broker that the senders of a run use. */
    public static Broker forSenders(Broker broker, Sabotage sabotage) {
        return sabotage == Sabotage.IGNORE_RETURNS ? new IgnoringReturns(broker) : broker;
    }

    static Broker forHandlers(Broker broker, Sabotage sabotage) {
        return switch (sabotage) {
            case ACKNOWLEDGE_FIRST -> new AcknowledgingFirst(broker);
            case DELETE_FIRST -> new ConfirmingFirst(broker);
            default -> broker;
        };
    }

    private static final class IgnoringReturns extends ForwardingBroker {

        IgnoringReturns(Broker broker) {
            super(broker);
        }

        @Override
        public CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
            return super.publish(messages).thenApply(report -> new PublishReport(messages, List.of()));
        }
    }

    private static final class AcknowledgingFirst extends ForwardingBroker {

        AcknowledgingFirst(Broker broker) {
            super(broker);
        }

        @Override
        public Subscription subscribe(int prefetch) {
            return new ForwardingSubscription(super.subscribe(prefetch)) {
                @Override
                public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
                    List<Delivery> deliveries = super.receive(max, wait);
                    super.acknowledge(deliveries);
                    return deliveries;
                }

                @Override
                public void acknowledge(List<Delivery> deliveries) {
                    // Done long ago.
                }
            };
        }
    }

    /** The broker gets a batch when the next one comes. */
    private static final class ConfirmingFirst extends ForwardingBroker {

        private List<OutgoingMessage> held = new ArrayList<>();

        ConfirmingFirst(Broker broker) {
            super(broker);
        }

        @Override
        public synchronized CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
            List<OutgoingMessage> before = held;
            held = messages;
            if (!before.isEmpty()) {
                super.publish(before);
            }
            return CompletableFuture.completedFuture(new PublishReport(messages, List.of()));
        }
    }
}
