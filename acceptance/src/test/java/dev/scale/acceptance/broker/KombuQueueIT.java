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
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Queues that kombu's plain {@code SimpleQueue} declares, and that it declares again. */
class KombuQueueIT {

    private static final String PYTHON = "/usr/bin/python3";

    @RegisterExtension
    static final SharedService SERVICE = SharedService.rabbitMq();

    private final BrokerOptions options = BrokerOptions.forQueue("kombu-" + UUID.randomUUID());

    @BeforeAll
    static void requireKombu() throws Exception {
        if (new ProcessBuilder(PYTHON, "-c", "import kombu").start().waitFor() != 0) {
            String missing = "kombu is missing: install it, on Debian with: apt-get install python3-kombu";
            assertThat(System.getenv("CI")).as(missing).isNotEqualTo("true");
            System.err.println("SKIPPED " + KombuQueueIT.class.getSimpleName() + ": " + missing);
            Assumptions.abort(missing);
        }
    }

    @Test
    void queueDeclaredByKombuIsUsedAsItIsWithItsMessages() throws Exception {
        kombu("queue.put({'type': 'echo', 'body': 'é'})");

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

        assertThat(kombu("message = queue.get(timeout=30); message.ack(); print(type(message.payload).__name__)"))
                .isEqualTo("dict");
    }

    private String kombu(String work) throws Exception {
        String script = """
                import os
                from kombu import Connection
                with Connection(os.environ['SCALE_BROKER_URL']) as connection:
                    queue = connection.SimpleQueue(os.environ['SCALE_QUEUE_NAME'])
                    %s
                    queue.close()
                """.formatted(work);
        ProcessBuilder builder = new ProcessBuilder(PYTHON, "-c", script).redirectErrorStream(true);
        builder.environment().put("SCALE_BROKER_URL", Objects.requireNonNull(SERVICE.url()));
        builder.environment().put("SCALE_QUEUE_NAME", options.queue());
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return printed.strip();
    }
}
