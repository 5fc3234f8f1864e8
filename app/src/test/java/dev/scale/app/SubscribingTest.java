package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Subscription;
import org.junit.jupiter.api.Test;

class SubscribingTest {

    private static Broker open(String url) {
        return Broker.open(BrokerUrl.parse(url), BrokerOptions.forQueue("q"));
    }

    @Test
    void aSubscriptionIsSeenAndNothingElse() {
        Subscribing subscribing = new Subscribing();
        try (Broker broker = subscribing.over(open("memory://subscribing"))) {
            assertThat(broker.depth().ready()).isZero();
            assertThat(subscribing.seen()).isFalse();

            try (Subscription subscription = broker.subscribe(1)) {
                assertThat(subscription).isNotNull();
                assertThat(subscribing.seen()).isTrue();
            }
        }
    }

    @Test
    void oneThatFailsIsNotSeenAndItsErrorIsTheBrokers() {
        Subscribing subscribing = new Subscribing();
        try (Broker broker = subscribing.over(open("amqp://127.0.0.1:1//"))) {
            assertThatThrownBy(() -> broker.subscribe(1)).isInstanceOf(BrokerException.Unavailable.class);

            assertThat(subscribing.seen()).isFalse();
        }
    }
}
