package dev.scale.acceptance.broker;

import static dev.scale.messaging.broker.BrokerContract.ids;
import static dev.scale.messaging.broker.BrokerContract.publish;
import static dev.scale.messaging.broker.BrokerContract.receive;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerStatus;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RabbitMqTroubleIT {

    @RegisterExtension
    static final SharedService SERVICE = SharedService.troubledRabbitMq();

    private final BrokerOptions options = BrokerOptions.forQueue("trouble-" + UUID.randomUUID())
            .withQueueType("classic")
            .withPublishLimit(Duration.ofSeconds(5));
    private Broker broker;
    private RabbitControl control;

    @BeforeEach
    void open() {
        broker = Broker.open(BrokerUrl.parse(SERVICE.url()), options);
        control = new RabbitControl(SERVICE.service());
    }

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void connectionClosedByTheBrokerIsNoticedAndBothSidesWorkAgainByNewUse() throws Exception {
        publish(broker, numbered(0, 10));
        Subscription first = broker.subscribe(10);
        List<Delivery> old = receive(first, 10);

        control.run("close_all_connections", "maintenance");

        assertThatThrownBy(() -> first.receive(1, Duration.ofMinutes(1)))
                .isInstanceOf(BrokerException.Unavailable.class)
                .hasMessageContaining("maintenance");
        await().untilAsserted(() -> assertThat(broker.status().state()).isEqualTo(BrokerStatus.State.DISCONNECTED));
        assertThat(publish(broker, numbered(10, 5)).confirmed()).hasSize(5);
        try (Subscription second = broker.subscribe(20)) {
            List<Delivery> again = receive(second, 15);
            first.acknowledge(old);
            second.acknowledge(old);
            assertThat(ids(again)).hasSize(15).doesNotHaveDuplicates();
            assertThat(again.subList(0, 10))
                    .allSatisfy(delivery -> assertThat(delivery.redelivered()).isTrue());
        }
        await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(15));
    }

    @Test
    void everyMessageOfAPublishCutOffByTheBrokerIsConfirmedOrReported() throws Exception {
        publish(broker, numbered(0, 1));
        List<OutgoingMessage> many = numbered(1, 200_000);

        var publishing = broker.publish(many).toCompletableFuture();
        await().until(() -> broker.depth().ready() > 1_000);
        control.run("close_all_connections", "maintenance");

        PublishReport report = publishing.get(1, TimeUnit.MINUTES);
        assertThat(report.confirmed().size() + report.unconfirmed().size()).isEqualTo(many.size());
        assertThat(report.unconfirmed())
                .allSatisfy(unconfirmed -> assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE));
        await().untilAsserted(() -> assertThat(broker.depth().ready())
                .isGreaterThanOrEqualTo(report.confirmed().size() + 1));
        broker.purge();
    }

    @Test
    void memoryAlarmEndsAPublishNamingItWhileASubscriptionStillDrains() throws Exception {
        publish(broker, numbered(0, 5));
        try (Subscription subscription = broker.subscribe(10)) {
            control.run("set_vm_memory_high_watermark", "0");
            try {
                PublishReport report = publish(broker, large(40));

                assertThat(report.confirmed()).isEmpty();
                assertThat(report.unconfirmed())
                        .hasSize(40)
                        .allSatisfy(unconfirmed -> assertThat(unconfirmed.reason())
                                .contains("alarm")
                                .contains("memory"));
                List<Delivery> received = receive(subscription, 5);
                subscription.acknowledge(received);
                assertThat(publish(broker, numbered(5, 1)).unconfirmed()).hasSize(1);
            } finally {
                control.run("set_vm_memory_high_watermark", "0.4");
            }
            await().untilAsserted(() ->
                    assertThat(publish(broker, numbered(6, 1)).confirmed()).hasSize(1));
        }
    }

    @Test
    void senderThatComesDuringAnAlarmIsToldOfItClosesAndIsServedLater() throws Exception {
        publish(broker, numbered(0, 3));
        try (Subscription subscription = broker.subscribe(10)) {
            control.run("set_vm_memory_high_watermark", "0");
            try (Broker late = Broker.open(BrokerUrl.parse(SERVICE.url()), options)) {
                PublishReport report = publish(late, numbered(3, 5));

                assertThat(report.unconfirmed())
                        .hasSize(5)
                        .allSatisfy(unconfirmed -> assertThat(unconfirmed.reason())
                                .contains("alarm")
                                .contains("memory"));
                subscription.acknowledge(receive(subscription, 3));
            } finally {
                control.run("set_vm_memory_high_watermark", "0.4");
            }
        }
        await().untilAsserted(() ->
                assertThat(publish(broker, numbered(8, 1)).confirmed()).hasSize(1));
        try (Subscription again = broker.subscribe(10)) {
            assertThat(ids(receive(again, 1))).doesNotContain("0", "1", "2");
        }
    }

    @Test
    void acknowledgementThatIsTooLateForTheBrokerLosesTheSubscriptionAndTheMessagesComeAgain() throws Exception {
        publish(broker, numbered(0, 3));
        control.run("eval", "application:set_env(rabbit, channel_tick_interval, 200).");
        control.run("eval", "application:set_env(rabbit, consumer_timeout, 200).");
        try (Subscription late = broker.subscribe(10)) {
            List<Delivery> held = receive(late, 3);

            assertThatThrownBy(() -> late.receive(1, Duration.ofMinutes(1)))
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining("timed out");
            late.acknowledge(held);
        } finally {
            control.run("eval", "application:set_env(rabbit, consumer_timeout, 1800000).");
            control.run("eval", "application:set_env(rabbit, channel_tick_interval, 60000).");
        }
        try (Subscription again = broker.subscribe(10)) {
            assertThat(ids(receive(again, 3))).containsExactlyInAnyOrder("0", "1", "2");
        }
    }

    @Test
    void brokerClosesWhileAPublishIsBlockedAndEveryMessageIsReported() throws Exception {
        publish(broker, numbered(0, 1));
        control.run("set_vm_memory_high_watermark", "0");
        try {
            var publishing = broker.publish(large(40)).toCompletableFuture();
            await().until(() -> broker.status().state() == BrokerStatus.State.BLOCKED);

            broker.close();

            assertThat(publishing.get(1, TimeUnit.MINUTES).unconfirmed()).hasSize(40);
        } finally {
            control.run("set_vm_memory_high_watermark", "0.4");
        }
    }

    @Test
    void userWithoutRightsIsRefused() throws Exception {
        control.run("add_user", "reader", "S3cr3t!");
        control.run("set_permissions", "reader", "^$", "^$", "^$");
        try (Broker reader =
                Broker.open(BrokerUrl.parse(SERVICE.url().replaceFirst("//.*@", "//reader:S3cr3t!@")), options)) {
            assertThatThrownBy(() -> reader.subscribe(1))
                    .isInstanceOf(BrokerException.Refused.class)
                    .hasMessageContaining("reader")
                    .hasMessageNotContaining("S3cr3t");
        }
    }

    @Test
    void unknownVirtualHostIsMisconfigured() {
        try (Broker elsewhere = Broker.open(BrokerUrl.parse(SERVICE.url().replaceFirst("//$", "/nowhere")), options)) {
            assertThatThrownBy(elsewhere::depth)
                    .isInstanceOf(BrokerException.Misconfigured.class)
                    .hasMessageContaining("nowhere");
        }
    }

    /** Together more than may be in flight, and more than a socket takes. */
    private static List<OutgoingMessage> large(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new OutgoingMessage("large" + number, new byte[1_000_000], Map.of()))
                .toList();
    }

    private static List<OutgoingMessage> numbered(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(number -> AmqpContract.message(String.valueOf(number)))
                .toList();
    }
}
