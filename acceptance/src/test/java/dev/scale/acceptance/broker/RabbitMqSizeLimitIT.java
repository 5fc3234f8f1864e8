package dev.scale.acceptance.broker;

import static dev.scale.messaging.broker.BrokerContract.ids;
import static dev.scale.messaging.broker.BrokerContract.publish;
import static dev.scale.messaging.broker.BrokerContract.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server that takes less than we would send: it closes the channel, with all that is in flight on it. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RabbitMqSizeLimitIT {

    private static final int LIMIT = 10_000;

    @RegisterExtension
    static final SharedService SERVICE = SharedService.troubledRabbitMq();

    private final BrokerOptions options = BrokerOptions.forQueue("size-" + UUID.randomUUID());
    private Broker broker;

    @BeforeEach
    void open() throws Exception {
        limit(Integer.toString(LIMIT));
        broker = Broker.open(BrokerUrl.parse(SERVICE.url()), options);
    }

    @AfterEach
    void close() throws Exception {
        broker.close();
        limit("134217728");
    }

    private static void limit(String bytes) throws Exception {
        new RabbitControl(SERVICE.service())
                .run("eval", "application:set_env(rabbit, max_message_size, " + bytes + ").");
    }

    @Test
    void whatIsTooLargeIsRefusedByNameAndItsNeighboursAreConfirmed() throws Exception {
        List<OutgoingMessage> messages = new ArrayList<>(small(0, 500));
        messages.add(large("first"));
        messages.addAll(small(500, 500));
        messages.add(large("second"));

        PublishReport report = publish(broker, messages);

        assertRefused(report, "first", "second");
        assertThat(report.confirmed()).hasSize(1000);
        assertThat(broker.maxBody()).isEqualTo(LIMIT);
        try (Subscription subscription = broker.subscribe(1000)) {
            List<String> received = new ArrayList<>();
            while (received.stream().distinct().count() < 1000) {
                List<Delivery> next = receive(subscription, 1);
                subscription.acknowledge(next);
                received.addAll(ids(next));
            }
            assertThat(received).doesNotContain("first", "second");
        }
    }

    @Test
    void otherPublishesInFlightAreConfirmedToo() throws Exception {
        List<CompletableFuture<PublishReport>> reports = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            reports.add(broker.publish(small(i * 20, 20)).toCompletableFuture());
            if (i % 10 == 5) {
                reports.add(broker.publish(List.of(large("large" + i))).toCompletableFuture());
            }
        }
        List<PublishReport.Unconfirmed> refused = new ArrayList<>();
        int confirmed = 0;
        for (CompletableFuture<PublishReport> report : reports) {
            confirmed += report.get(1, TimeUnit.MINUTES).confirmed().size();
            refused.addAll(report.get().unconfirmed());
        }

        assertThat(confirmed).isEqualTo(1000);
        assertThat(refused)
                .hasSize(5)
                .allSatisfy(one -> assertThat(one.cause()).isEqualTo(PublishReport.Cause.REFUSED));
    }

    @Test
    void exactlyTheLargestIsTaken() throws Exception {
        OutgoingMessage largest = new OutgoingMessage("largest", new byte[LIMIT], Map.of());

        PublishReport report = publish(broker, List.of(largest, large("larger"), largest));

        assertThat(report.confirmed()).hasSize(2);
        assertRefused(report, "larger");
    }

    private static void assertRefused(PublishReport report, String... ids) {
        assertThat(report.unconfirmed())
                .allSatisfy(one -> {
                    assertThat(one.cause()).isEqualTo(PublishReport.Cause.REFUSED);
                    assertThat(one.reason()).contains(one.message().id()).contains(Integer.toString(LIMIT));
                })
                .extracting(one -> one.message().id())
                .containsExactly(ids);
    }

    private static OutgoingMessage large(String id) {
        return new OutgoingMessage(id, new byte[LIMIT + 1], Map.of());
    }

    private static List<OutgoingMessage> small(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> AmqpContract.message(Integer.toString(number)))
                .toList();
    }
}
