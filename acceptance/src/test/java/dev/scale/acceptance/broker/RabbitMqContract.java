package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What RabbitMQ does and the embedded broker does not. */
abstract class RabbitMqContract extends AmqpContract {

    @Test
    void subscriptionToAQueueThatIsDeletedIsLost() throws Exception {
        try (Subscription subscription = broker().subscribe(5)) {
            foreign(channel -> channel.queueDelete(options().queue()));

            assertThatThrownBy(() -> subscription.receive(1, Duration.ofMinutes(1)))
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining(options().queue());
        }
        try (Subscription again = broker().subscribe(5)) {
            assertThat(publish(broker(), List.of(message("m"))).confirmed()).hasSize(1);
            assertThat(receive(again, 1)).hasSize(1);
        }
    }

    @Test
    void existingQueueWithOtherArgumentsIsUsedAsItIs() throws Exception {
        foreign(channel -> {
            channel.queueDeclare(options().queue(), true, false, false, Map.of("x-message-ttl", 3_600_000));
            channel.basicPublish("", options().queue(), null, new byte[] {'1'});
        });

        assertThat(publish(broker(), List.of(message("m"))).confirmed()).hasSize(1);
        try (Subscription subscription = broker().subscribe(5)) {
            assertThat(receive(subscription, 2)).hasSize(2);
        }
    }
}
