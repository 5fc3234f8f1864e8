package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerContract;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerStatus;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Credentials;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The broker contract, and what every AMQP server must do besides. */
abstract class AmqpContract extends BrokerContract {

    abstract String url();

    @Override
    protected Broker open(BrokerOptions options) {
        return Broker.open(BrokerUrl.parse(url()), options);
    }

    @Test
    void messageThatFindsNoQueueIsReportedAndTheNextPublishDeclaresIt() throws Exception {
        publish(broker(), List.of(message("first")));
        foreign(channel -> channel.queueDelete(options().queue()));

        PublishReport report = publish(broker(), List.of(message("second"), message("third")));

        assertThat(report.confirmed()).isEmpty();
        assertThat(report.unconfirmed()).hasSize(2).allSatisfy(unconfirmed -> {
            assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE);
            assertThat(unconfirmed.reason()).contains(options().queue());
        });
        assertThat(publish(broker(), List.of(message("fourth"))).confirmed()).hasSize(1);
    }

    @Test
    void foreignPropertiesAndHeadersAreText() throws Exception {
        broker().subscribe(1).close();
        AMQP.BasicProperties properties = new AMQP.BasicProperties.Builder()
                .timestamp(Date.from(Instant.parse("2020-02-29T12:00:00Z")))
                .contentType("text/plain")
                .headers(Map.of("text", "ü", "number", 7L, "table", Map.of("a", 1), Headers.TRY, 2))
                .build();
        foreign(channel -> {
            channel.basicPublish("", options().queue(), properties, new byte[] {'1'});
            channel.basicPublish("", options().queue(), null, new byte[] {'2'});
        });

        try (Subscription subscription = broker().subscribe(5)) {
            List<Delivery> received = receive(subscription, 2);

            assertThat(received.get(0).id()).isNull();
            assertThat(received.get(0).headers())
                    .containsEntry(Headers.TIMESTAMP, "2020-02-29T12:00:00Z")
                    .containsEntry(Headers.CONTENT_TYPE, "text/plain")
                    .containsEntry("text", "ü")
                    .containsEntry("number", "7")
                    .containsEntry(Headers.TRY, "2")
                    .doesNotContainKeys("table", Headers.APP_ID);
            assertThat(received.get(1).headers()).isEmpty();
        }
    }

    @Test
    void whatAmqpCannotCarryIsRefusedByIdAndItsNeighboursAreConfirmed() throws Exception {
        OutgoingMessage longId = message("i".repeat(256));
        OutgoingMessage longName = new OutgoingMessage("name", new byte[0], Map.of("n".repeat(256), "v"));
        OutgoingMessage manyHeaders = new OutgoingMessage("headers", new byte[0], Map.of("n", "v".repeat(200_000)));
        OutgoingMessage good = message("i".repeat(255));

        PublishReport report = publish(broker(), List.of(longId, longName, manyHeaders, good));

        assertThat(report.confirmed()).containsExactly(good);
        assertThat(report.unconfirmed()).hasSize(3).allSatisfy(unconfirmed -> {
            assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.REFUSED);
            assertThat(unconfirmed.reason()).contains(unconfirmed.message().id());
        });
    }

    @Test
    void depthAndPurgeOfAMissingQueueDeclareNothing() {
        assertThat(broker().depth().ready()).isZero();
        broker().purge();

        assertThat(broker().inspect()).containsEntry(Broker.MISSING, Broker.DECLARED_AT_FIRST_USE);
    }

    @Test
    void prefetchGrowsWithWhatIsSeenAndIsNeverExceeded() throws Exception {
        List<OutgoingMessage> messages = IntStream.range(0, 400)
                .mapToObj(number -> message(String.valueOf(number)))
                .toList();
        assertThat(publish(broker(), messages).unconfirmed()).isEmpty();

        try (Subscription subscription = broker().subscribe(200)) {
            List<Delivery> held = receive(subscription, 200);
            assertThat(subscription.receive(1, Duration.ofMillis(200))).isEmpty();
            subscription.acknowledge(held.subList(0, 150));
            List<Delivery> more = receive(subscription, 150);
            assertThat(subscription.receive(1, Duration.ofMillis(200))).isEmpty();
            subscription.acknowledge(more);
            subscription.acknowledge(held.subList(170, 200));
            assertThat(receive(subscription, 50)).hasSize(50);
        }
        try (Subscription rest = broker().subscribe(200)) {
            assertThat(receive(rest, 70)).hasSize(70).extracting(Delivery::id).doesNotHaveDuplicates();
            assertThat(rest.receive(1, Duration.ofMillis(200))).isEmpty();
        }
    }

    @Test
    void fewLargeOnesAreHeldAtATime() throws Exception {
        List<OutgoingMessage> large = IntStream.range(0, 30)
                .mapToObj(number -> new OutgoingMessage("large" + number, new byte[500_000], Map.of()))
                .toList();
        assertThat(publish(broker(), large).unconfirmed()).isEmpty();

        try (Subscription subscription = broker().subscribe(100)) {
            List<Delivery> held = receive(subscription, 4);
            while (true) {
                List<Delivery> more = subscription.receive(100, Duration.ofMillis(500));
                if (more.isEmpty()) {
                    break;
                }
                held.addAll(more);
            }
            assertThat(held).hasSizeLessThanOrEqualTo(8);
            subscription.acknowledge(held);
            for (int received = held.size(); received < 30; ) {
                List<Delivery> more = receive(subscription, 1);
                subscription.acknowledge(more);
                received += more.size();
            }
        }
    }

    @Test
    void wrongPasswordIsRefusedWithoutShowingIt() throws Exception {
        try (Broker wrong = open(options().withCredentials(() -> new Credentials("svc", "S3cr3t!")))) {
            assertThatThrownBy(wrong::depth)
                    .isInstanceOf(BrokerException.Refused.class)
                    .hasStackTraceContaining("user and password")
                    .satisfies(thrown -> assertThat(thrown).hasMessageNotContaining("S3cr3t"));
            assertThat(publish(wrong, List.of(message("m"))).unconfirmed())
                    .singleElement()
                    .satisfies(unconfirmed -> {
                        assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE);
                        assertThat(unconfirmed.reason()).doesNotContain("S3cr3t");
                    });
            assertThat(wrong.status().state()).isEqualTo(BrokerStatus.State.DISCONNECTED);
        }
    }

    @Test
    void hostsAreTriedInOrderUntilOneAnswers() throws Exception {
        String several = url().replace("@", "@127.0.0.1:1,");
        try (Broker broker = Broker.open(BrokerUrl.parse(several), options())) {
            assertThat(publish(broker, List.of(message("m"))).confirmed()).hasSize(1);
            assertThat(broker.depth().ready()).isEqualTo(1);
        }
    }

    @Test
    void closedBrokerLeavesNoThreadBehind() throws Exception {
        String client = "leak-" + options().queue();
        Broker broker = open(options().withClientName(client));
        publish(broker, List.of(message("m")));
        receive(broker.subscribe(1), 1);
        broker().close();

        broker.close();

        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("scale-amqp") || name.startsWith("AMQP")));
    }

    @Test
    void statusTellsWhetherItIsConnected() throws Exception {
        assertThat(broker().status().state()).isEqualTo(BrokerStatus.State.IDLE);

        broker().depth();

        assertThat(broker().status().state()).isEqualTo(BrokerStatus.State.CONNECTED);
        assertThat(broker().status().detail())
                .contains(BrokerUrl.parse(url()).hosts().get(0).toString());
    }

    interface Work {
        void on(Channel channel) throws Exception;
    }

    /** Something that another program does to the server. */
    final void foreign(Work work) throws Exception {
        BrokerUrl url = BrokerUrl.parse(url());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(url.hosts().get(0).name());
        factory.setPort(url.hosts().get(0).port());
        url.credentials().ifPresent(credentials -> {
            factory.setUsername(credentials.user());
            factory.setPassword(credentials.password());
        });
        try (Connection connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            work.on(channel);
            channel.close();
        }
    }

    static OutgoingMessage message(String id) {
        return new OutgoingMessage(id, new byte[] {'{', '}'}, Map.of());
    }
}
