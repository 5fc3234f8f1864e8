package dev.scale.messaging.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.PublishReport.Cause;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every broker must do. A subclass says how to open one, and which optional traits it has. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class BrokerContract {

    private static final int LIMIT = 1024 * 1024;
    /** Longer than anything here should take: for what must come. */
    private static final Duration LONG = Duration.ofSeconds(30);
    /** For what must not come; no assertion depends on its length when all is well. */
    private static final Duration SHORT = Duration.ofMillis(200);

    private final List<Broker> opened = new ArrayList<>();
    private BrokerOptions options;
    private Broker broker;

    /** A broker whose queue may exist or not; it is empty. */
    protected abstract Broker open(BrokerOptions options);

    /** Whether what comes back does so in the order of its publication. */
    protected boolean keepsOrder() {
        return true;
    }

    @BeforeEach
    void openBroker() {
        options = BrokerOptions.forQueue("contract-" + UUID.randomUUID())
                .withClientName("contract")
                .withMaxBody(LIMIT);
        broker = another();
    }

    @AfterEach
    void closeBrokers() {
        opened.forEach(Broker::close);
    }

    private Broker another() {
        Broker another = open(options);
        opened.add(another);
        return another;
    }

    static Stream<byte[]> bodies() {
        byte[] everyByte = new byte[256];
        for (int i = 0; i < everyByte.length; i++) {
            everyByte[i] = (byte) i;
        }
        byte[] largest = new byte[LIMIT];
        Arrays.fill(largest, (byte) 'x');
        return Stream.of(new byte[0], everyByte, "{\"type\":\"ü ≠ 🦉\"}".getBytes(UTF_8), largest);
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
    void idAndHeadersTravelBesideTheBody() throws Exception {
        Map<String, String> headers = Map.of(
                Headers.SENT,
                "2026-01-02T03:04:05.678901Z",
                Headers.TRY,
                "3",
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
                    .containsEntry("x-name", "ü ≠ 🦉")
                    .containsEntry(Headers.CONTENT_TYPE, "application/json")
                    .containsEntry(Headers.CONTENT_ENCODING, "utf-8")
                    .containsEntry(Headers.APP_ID, "contract");
            assertThat(Instant.parse(delivery.headers().get(Headers.TIMESTAMP))).isAfter(before);
        }
    }

    @Test
    void thousandsInOnePublishAreAllConfirmedAndAllArriveOnce() throws Exception {
        List<OutgoingMessage> messages = numbered(10_000);

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
    void unsettledComeBackAfterCloseAndAcknowledgedDoNot() throws Exception {
        publish(broker, numbered(6));
        try (Subscription subscription = broker.subscribe(6)) {
            List<Delivery> received = receive(subscription, 6);
            subscription.acknowledge(List.of(received.get(0), received.get(1), received.get(4)));
        }

        try (Subscription again = broker.subscribe(6)) {
            List<Delivery> received = receive(again, 3);

            assertThat(ids(received)).containsExactlyInAnyOrder("2", "3", "5");
            if (keepsOrder()) {
                assertThat(ids(received)).containsExactly("2", "3", "5");
            }
            assertThat(received)
                    .allSatisfy(delivery -> assertThat(delivery.redelivered()).isTrue());
            assertThat(again.receive(1, SHORT)).isEmpty();
            again.acknowledge(received);
        }
        assertNothingLeft();
    }

    @Test
    void whatArrivedAndWasNeverReceivedComesBackToo() throws Exception {
        publish(broker, numbered(20));
        try (Subscription subscription = broker.subscribe(20)) {
            receive(subscription, 1);
        }

        try (Subscription again = broker.subscribe(20)) {
            assertThat(ids(receive(again, 20))).hasSize(20).doesNotHaveDuplicates();
        }
    }

    @Test
    void acknowledgedInAnyOrderIsExactlyWhatIsSettled() throws Exception {
        publish(broker, numbered(12));
        try (Subscription subscription = broker.subscribe(12)) {
            List<Delivery> received = receive(subscription, 12);
            subscription.acknowledge(List.of(received.get(7), received.get(3)));
            subscription.acknowledge(List.of(received.get(1), received.get(0), received.get(5), received.get(0)));
            subscription.acknowledge(List.of(received.get(2), received.get(3)));
            subscription.acknowledge(List.of());
        }

        try (Subscription again = broker.subscribe(12)) {
            assertThat(ids(receive(again, 6))).containsExactlyInAnyOrder("4", "6", "8", "9", "10", "11");
            assertThat(again.receive(1, SHORT)).isEmpty();
        }
    }

    @Test
    void prefetchBoundsWhatIsHeldAndTheRestGoesToOthers() throws Exception {
        publish(broker, numbered(10));
        try (Subscription first = broker.subscribe(4)) {
            List<Delivery> held = receive(first, 4);
            assertThat(first.receive(10, SHORT)).isEmpty();

            try (Subscription second = another().subscribe(10)) {
                List<Delivery> rest = receive(second, 6);
                assertThat(ids(rest)).doesNotContainAnyElementsOf(ids(held));
                second.acknowledge(rest);
            }

            publish(broker, List.of(message("more")));
            first.acknowledge(held);
            assertThat(ids(receive(first, 1))).containsExactly("more");
        }
    }

    @Test
    void prefetchBelowOneIsRefused() {
        assertThatThrownBy(() -> broker.subscribe(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void receiptsOfAnotherSubscriptionAreDropped() throws Exception {
        publish(broker, numbered(3));
        Subscription first = broker.subscribe(3);
        List<Delivery> old = receive(first, 3);
        first.close();

        try (Subscription second = broker.subscribe(3)) {
            List<Delivery> received = receive(second, 3);
            second.acknowledge(old);
            first.acknowledge(received);
            second.acknowledge(List.of(received.get(0)));
        }

        try (Subscription third = broker.subscribe(3)) {
            assertThat(receive(third, 2)).hasSize(2);
            assertThat(third.receive(1, SHORT)).isEmpty();
        }
    }

    @Test
    void keepIsHarmless() throws Exception {
        publish(broker, numbered(2));
        try (Subscription subscription = broker.subscribe(2)) {
            List<Delivery> received = receive(subscription, 2);
            subscription.keep(received);
            subscription.acknowledge(received);
            subscription.keep(received);
            subscription.keep(List.of());
        }
        assertNothingLeft();
    }

    @Test
    void depthCountsWhatWaits() throws Exception {
        assertThat(broker.depth().ready()).isZero();

        publish(broker, numbered(7));

        await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(7));
        try (Subscription subscription = broker.subscribe(3)) {
            receive(subscription, 3);
            await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(4));
        }
        await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(7));
    }

    @Test
    void purgeRemovesWhatWaitsAndLeavesWhatIsInFlight() throws Exception {
        publish(broker, numbered(10));
        try (Subscription subscription = broker.subscribe(3)) {
            List<Delivery> held = receive(subscription, 3);
            await().untilAsserted(() -> assertThat(broker.depth().ready()).isEqualTo(7));

            broker.purge();

            await().untilAsserted(() -> assertThat(broker.depth().ready()).isZero());
            subscription.acknowledge(held.subList(0, 1));
        }
        try (Subscription again = broker.subscribe(10)) {
            assertThat(receive(again, 2)).hasSize(2);
            assertThat(again.receive(1, SHORT)).isEmpty();
        }
    }

    @Test
    void receiveReturnsWhatIsThereAndWaitsNoLongerThanAsked() throws Exception {
        try (Subscription subscription = broker.subscribe(10)) {
            assertThat(subscription.receive(10, Duration.ZERO)).isEmpty();
            assertThat(subscription.receive(10, SHORT)).isEmpty();

            publish(broker, numbered(3));

            List<Delivery> received = receive(subscription, 3);
            assertThat(subscription.receive(10, Duration.ZERO)).isEmpty();
            subscription.acknowledge(received);
        }
    }

    @Test
    void waitingReceiverIsWokenByAMessageAndByClose() throws Exception {
        Subscription subscription = broker.subscribe(10);
        CompletableFuture<List<Delivery>> first = CompletableFuture.supplyAsync(() -> receiveUnchecked(subscription));
        publish(broker, numbered(1));
        assertThat(first.get(1, TimeUnit.MINUTES)).hasSize(1);

        CompletableFuture<List<Delivery>> second = CompletableFuture.supplyAsync(() -> receiveUnchecked(subscription));
        subscription.close();

        assertThatThrownBy(() -> second.get(1, TimeUnit.MINUTES)).hasCauseInstanceOf(BrokerException.Unavailable.class);
    }

    @Test
    void closingTwiceIsHarmlessAndNothingCanBeReceivedAfterwards() throws Exception {
        publish(broker, numbered(2));
        Subscription subscription = broker.subscribe(10);
        List<Delivery> received = receive(subscription, 2);
        subscription.close();
        subscription.close();

        subscription.acknowledge(received);
        assertThatThrownBy(() -> subscription.receive(1, Duration.ZERO))
                .isInstanceOf(BrokerException.Unavailable.class);
        try (Subscription again = broker.subscribe(10)) {
            assertThat(receive(again, 2)).hasSize(2);
        }
    }

    @Test
    void closingTheBrokerGivesBackWhatItsSubscriptionsHold() throws Exception {
        publish(broker, numbered(5));
        Broker other = another();
        receive(other.subscribe(5), 5);

        other.close();
        other.close();

        assertThat(other.status().state()).isEqualTo(BrokerStatus.State.CLOSED);
        assertThatThrownBy(() -> other.subscribe(1)).isInstanceOf(BrokerException.Unavailable.class);
        try (Subscription again = broker.subscribe(5)) {
            assertThat(receive(again, 5)).hasSize(5);
        }
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

    /** The options of this test; its queue has a name of its own. */
    protected final BrokerOptions options() {
        return options;
    }

    /** The broker of this test, which is closed after it. */
    protected final Broker broker() {
        return broker;
    }

    private void publish(OutgoingMessage message) throws Exception {
        PublishReport report = publish(broker, List.of(message));
        assertThat(report.unconfirmed()).isEmpty();
        assertThat(report.confirmed()).containsExactly(message);
    }

    /** Publishes and waits for the report. */
    public static PublishReport publish(Broker broker, List<OutgoingMessage> messages) throws Exception {
        return broker.publish(messages).toCompletableFuture().get(1, TimeUnit.MINUTES);
    }

    /** Exactly so many deliveries, as they come. */
    public static List<Delivery> receive(Subscription subscription, int number) throws InterruptedException {
        List<Delivery> received = new ArrayList<>();
        while (received.size() < number) {
            List<Delivery> more = subscription.receive(number - received.size(), LONG);
            assertThat(more).as("after %d of %d", received.size(), number).isNotEmpty();
            received.addAll(more);
        }
        return received;
    }

    private static List<Delivery> receiveUnchecked(Subscription subscription) {
        try {
            return subscription.receive(1, LONG);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private void assertNothingLeft() throws InterruptedException {
        try (Subscription subscription = broker.subscribe(10)) {
            assertThat(subscription.receive(10, SHORT)).isEmpty();
        }
    }

    private static List<OutgoingMessage> numbered(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> message(String.valueOf(number)))
                .toList();
    }

    private static OutgoingMessage message(String id) {
        return new OutgoingMessage(id, bytes("{\"type\":\"echo\",\"body\":\"" + id + "\"}"), Map.of());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    /** The message ids, in the same order. */
    public static List<String> ids(List<Delivery> deliveries) {
        return deliveries.stream().map(Delivery::id).toList();
    }
}
