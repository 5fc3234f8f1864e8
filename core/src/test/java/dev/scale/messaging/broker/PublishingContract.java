package dev.scale.messaging.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.PublishReport.Cause;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sending half of the contract. */
abstract class PublishingContract extends BrokerTest {

    static Stream<byte[]> bodies() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        return Stream.of(new byte[0], everyByte, "{\"type\":\"ü ≠ 🦉\"}".getBytes(UTF_8));
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void bodyArrivesByteForByte(byte[] body) throws Exception {
        publish(new OutgoingMessage("m", body, Map.of()));

        try (Subscription subscription = broker.subscribe(10)) {
            Delivery delivery = receive(subscription, 1).get(0);

            assertThat(delivery.body()).isEqualTo(body);
            assertThat(delivery.redelivered()).isFalse();
            subscription.acknowledge(List.of(delivery));
        }
        assertNothingLeft();
    }

    @Test
    void theLargestBodyThatIsPromisedArrives() throws Exception {
        byte[] largest = new byte[broker.maxBody()];
        Arrays.fill(largest, (byte) 'x');
        assertThat(largest).hasSizeBetween(LIMIT - 1024, LIMIT);

        bodyArrivesByteForByte(largest);
    }

    @Test
    void idAndHeadersTravelBesideTheBody() throws Exception {
        Map<String, String> headers = Map.of(
                Headers.SENT,
                "2026-01-02T03:04:05.678901Z",
                Headers.TRY,
                "3",
                Headers.TRACEPARENT,
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                Headers.TRACESTATE,
                "congo=t61rcWkgMzE,rojo=00f067aa0ba902b7",
                "x-name",
                "ü ≠ 🦉",
                Headers.TIMESTAMP,
                "2001-01-01T00:00:00Z",
                Headers.APP_ID,
                "an earlier program");
        Instant before = Instant.now().minusSeconds(2);
        publish(new OutgoingMessage("id ü 🦉", bytes("{}"), headers));

        try (Subscription subscription = broker.subscribe(10)) {
            Delivery delivery = receive(subscription, 1).get(0);

            assertThat(delivery.id()).isEqualTo("id ü 🦉");
            assertThat(delivery.headers())
                    .containsEntry(Headers.SENT, "2026-01-02T03:04:05.678901Z")
                    .containsEntry(Headers.TRY, "3")
                    .containsEntry(Headers.TRACEPARENT, headers.get(Headers.TRACEPARENT))
                    .containsEntry(Headers.TRACESTATE, headers.get(Headers.TRACESTATE))
                    .containsEntry("x-name", "ü ≠ 🦉")
                    .containsEntry(Headers.CONTENT_TYPE, "application/json")
                    .containsEntry(Headers.CONTENT_ENCODING, "utf-8")
                    .containsEntry(Headers.APP_ID, "contract");
            assertThat(Instant.parse(delivery.headers().get(Headers.TIMESTAMP))).isAfter(before);
        }
    }

    @Test
    void thousandsInOnePublishAreAllConfirmedAndAllArriveOnce() throws Exception {
        List<OutgoingMessage> messages = numbered(many());

        PublishReport report = publish(broker, messages);

        assertThat(report.unconfirmed()).isEmpty();
        assertThat(report.confirmed()).isEqualTo(messages);
        try (Subscription subscription = broker.subscribe(500)) {
            Set<String> ids = new HashSet<>();
            while (ids.size() < messages.size()) {
                List<Delivery> received = subscription.receive(200, LONG);
                assertThat(received).isNotEmpty().hasSizeLessThanOrEqualTo(200);
                received.forEach(delivery -> assertThat(ids.add(delivery.id())).isTrue());
                subscription.acknowledge(received);
            }
        }
        assertNothingLeft();
    }

    @Test
    void manyThreadsPublishAtOnce() throws Exception {
        List<CompletableFuture<PublishReport>> publishing = new ArrayList<>();
        List<Thread> threads = IntStream.range(0, 16)
                .mapToObj(thread -> new Thread(() -> IntStream.range(0, 50).forEach(number -> {
                    CompletableFuture<PublishReport> report = broker.publish(
                                    List.of(message("t" + thread + "-" + number)))
                            .toCompletableFuture();
                    synchronized (publishing) {
                        publishing.add(report);
                    }
                })))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }

        Set<String> confirmed = new HashSet<>();
        for (CompletableFuture<PublishReport> report : publishing) {
            report.get(1, TimeUnit.MINUTES).confirmed().forEach(message -> confirmed.add(message.id()));
        }
        assertThat(confirmed).hasSize(16 * 50);
        await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(16 * 50));
    }

    @Test
    void tooLargeOneIsRefusedByNameAndItsNeighboursAreConfirmed() throws Exception {
        OutgoingMessage first = message("first");
        OutgoingMessage tooLarge = new OutgoingMessage("giant", new byte[broker.maxBody() + 1], Map.of());
        OutgoingMessage last = message("last");

        PublishReport report = publish(broker, List.of(first, tooLarge, last));

        assertThat(report.confirmed()).containsExactly(first, last);
        assertThat(report.unconfirmed()).singleElement().satisfies(unconfirmed -> {
            assertThat(unconfirmed.message()).isSameAs(tooLarge);
            assertThat(unconfirmed.cause()).isEqualTo(Cause.REFUSED);
            assertThat(unconfirmed.reason()).contains("giant").contains(String.valueOf(LIMIT));
        });
        try (Subscription subscription = broker.subscribe(10)) {
            assertThat(ids(receive(subscription, 2))).containsExactlyInAnyOrder("first", "last");
        }
    }

    @Test
    void nothingToPublishIsConfirmedAtOnce() throws Exception {
        PublishReport report = publish(broker, List.of());

        assertThat(report.confirmed()).isEmpty();
        assertThat(report.unconfirmed()).isEmpty();
    }

    @Test
    void publishAfterCloseReportsAndNeverThrows() throws Exception {
        broker.close();

        PublishReport report = publish(broker, numbered(2));

        assertThat(report.confirmed()).isEmpty();
        assertThat(report.unconfirmed())
                .hasSize(2)
                .allSatisfy(unconfirmed -> assertThat(unconfirmed.cause()).isEqualTo(Cause.OUTAGE));
    }

    @Test
    void statusAndFactsAreForPeople() throws Exception {
        publish(broker, numbered(1));

        assertThat(broker.status().state()).isEqualTo(BrokerStatus.State.CONNECTED);
        assertThat(broker.inspect()).containsKey("server").containsEntry("queue", options.queue());
    }
}
