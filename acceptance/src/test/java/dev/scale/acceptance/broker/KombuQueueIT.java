package dev.scale.acceptance.broker;

import static dev.scale.messaging.broker.BrokerContract.publish;
import static dev.scale.messaging.broker.BrokerContract.receive;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.Subscription;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queues that kombu's plain {@code SimpleQueue} declares, and that it declares again. */
class KombuQueueIT {

    @RegisterExtension
    static final SharedService SERVICE = SharedService.rabbitMq();

    private final BrokerOptions options = BrokerOptions.forQueue("kombu-" + UUID.randomUUID());

    private final Kombu kombu = new Kombu(SERVICE, options.queue());

    @BeforeAll
    static void requireKombu() throws Exception {
        Kombu.require();
    }

    @Test
    void queueDeclaredByKombuIsUsedAsItIsWithItsMessages() throws Exception {
        kombu.run("queue.put({'type': 'echo', 'body': 'é'})");

        try (Broker broker = Broker.open(BrokerUrl.parse(SERVICE.url()), options)) {
            assertThat(publish(broker, List.of(AmqpContract.message("ours"))).confirmed())
                    .hasSize(1);
            try (Subscription subscription = broker.subscribe(5)) {
                List<Delivery> received = receive(subscription, 2);
                assertThat(received.get(0).id()).isNull();
                assertThat(received.get(0).headers()).containsEntry(Headers.CONTENT_TYPE, "application/json");
                assertThat(new String(received.get(0).body(), UTF_8)).contains("echo");
                subscription.acknowledge(received);
            }
        }
    }

    @Test
    void classicQueueThatWeDeclaredIsReadByKombu() throws Exception {
        try (Broker broker = Broker.open(BrokerUrl.parse(SERVICE.url()), options.withQueueType("classic"))) {
            publish(broker, List.of(AmqpContract.message("ours")));
        }

        assertThat(kombu.run("message = queue.get(timeout=30); message.ack(); print(type(message.payload).__name__)"))
                .isEqualTo("dict");
    }
}
