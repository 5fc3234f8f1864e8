package dev.scale.acceptance.broker.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.Subscription;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tools.jackson.databind.json.JsonMapper;

/** A fake SQS with one queue, and a broker over it, for each test: they may run side by side. */
class OnFakeSqs {

    static final String NAME = "commands";
    static final Duration LONG = Duration.ofMinutes(1);
    /** For what must not come; no assertion depends on its length when all is well. */
    static final Duration SHORT = Duration.ofMillis(300);

    private static final String ENDPOINT = "aws.endpointUrlSqs";

    final BrokerOptions options = BrokerOptions.forQueue(NAME);
    private final List<Broker> opened = new ArrayList<>();
    FakeSqs sqs;
    FakeQueue queue;
    Broker broker;

    @BeforeEach
    void open() throws IOException {
        sqs = FakeSqs.start();
        queue = sqs.queue(NAME).visibility(600);
        broker = open(options);
    }

    final Broker open(BrokerOptions with) {
        Broker one = openAt(sqs, with);
        opened.add(one);
        return one;
    }

    /** It keeps the endpoint that it finds; one at a time, since tests may run side by side. */
    private static synchronized Broker openAt(FakeSqs sqs, BrokerOptions with) {
        System.setProperty(ENDPOINT, sqs.endpoint().toString());
        try {
            return Broker.open(BrokerUrl.parse(FakeSqs.brokerUrl()), with);
        } finally {
            System.clearProperty(ENDPOINT);
        }
    }

    @AfterEach
    void close() {
        sqs.heal();
        opened.forEach(Broker::close);
        sqs.close();
    }

    static OutgoingMessage message(String id) {
        return message(id, "{\"type\":\"echo\",\"body\":\"" + id + "\"}");
    }

    static OutgoingMessage message(String id, String body) {
        return new OutgoingMessage(id, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static List<OutgoingMessage> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> message(Integer.toString(number)))
                .toList();
    }

    static List<String> ids(PublishReport report) {
        return report.unconfirmed().stream().map(one -> one.message().id()).toList();
    }

    /** The text in the bodies that wait in the queue. */
    final List<String> texts() {
        return queue.bodies().stream().map(OnFakeSqs::text).toList();
    }

    static String text(String body) {
        return JsonMapper.shared().readTree(body).path("body").asString();
    }

    static String text(Delivery delivery) {
        return text(new String(delivery.body(), StandardCharsets.UTF_8));
    }

    /** As many different messages as asked for, each acknowledged, from subscriptions that may come to an end. */
    final Set<String> drain(int number) {
        Set<String> ids = new java.util.TreeSet<>();
        long end = System.nanoTime() + LONG.toNanos();
        while (ids.size() < number && System.nanoTime() < end) {
            try (Subscription subscription = broker.subscribe(10)) {
                while (ids.size() < number && System.nanoTime() < end) {
                    List<Delivery> received = subscription.receive(10, SHORT);
                    received.forEach(delivery -> ids.add(delivery.id()));
                    subscription.acknowledge(received);
                }
            } catch (dev.scale.messaging.broker.BrokerException lost) {
                // another one is opened
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        assertThat(ids).hasSize(number);
        return ids;
    }
}
