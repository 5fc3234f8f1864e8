package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.Subscription;
import dev.scale.messaging.store.Outbox;
import dev.scale.messaging.store.OutboxMessage;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Publishing what is due, also by several at once, and what becomes of rows that cannot be published. */
class RelayTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private final String queue = UUID.randomUUID().toString();
    private final Broker broker = Broker.open(
            BrokerUrl.parse("memory://" + queue), BrokerOptions.forQueue(queue).withMaxBody(1_000));
    private final Relay relay = new Relay(broker, queue, POSTGRES.database(), Duration.ofMinutes(1));

    @AfterEach
    void close() {
        broker.close();
    }

    private void add(String id, int bytes, Instant due) throws SQLException {
        add(List.of(message(id, bytes, due)));
    }

    private void add(List<OutboxMessage> messages) throws SQLException {
        POSTGRES.database().run(connection -> {
            Outbox.add(connection, queue, messages);
            return null;
        });
    }

    private OutboxMessage message(String id, int bytes, Instant due) {
        byte[] body = "x".repeat(bytes).getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = Map.of(Headers.TRY, "2", "h", "ü\"\n");
        return new OutboxMessage(queue + id, 2, body, headers, id, due);
    }

    @Test
    void itsThreadEndsAtOnceWhenTheWorkerIsClosedHoweverLongItWouldWait() throws Exception {
        Marks marks = new Marks(POSTGRES.database(), ThisProcess.handling(queue), Pulse.DEFAULTS);
        WorkerControl control = new WorkerControl(marks);
        Thread thread = new Thread(new RelayThread(relay, Duration.ofHours(1), control));
        thread.start();
        await().until(() -> thread.getState() == Thread.State.TIMED_WAITING && waitsForWork(thread));

        control.stop().set();

        await().until(() -> !thread.isAlive());
    }

    private static boolean waitsForWork(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(Semaphore.class.getName()));
    }

    private long rows() {
        return POSTGRES.number("select count(*) from scale.outbox where queue = ?", queue);
    }

    private List<Delivery> received() throws InterruptedException {
        try (Subscription subscription = broker.subscribe(10_000)) {
            return subscription.receive(10_000, Duration.ZERO);
        }
    }

    @Test
    void whatIsDueIsPublishedAsItIsAndDeleted() throws Exception {
        add("due", 10, Instant.EPOCH);
        add("not due", 10, Instant.now().plusSeconds(3600));

        assertThat(relay.publishDue().published()).isEqualTo(1);

        Delivery delivery = received().get(0);
        assertThat(delivery.id()).isEqualTo(queue + "due");
        assertThat(delivery.headers()).containsEntry(Headers.TRY, "2").containsEntry("h", "ü\"\n");
        assertThat(rows()).isEqualTo(1);
        assertThat(relay.publishDue().idle()).isTrue();
    }

    @Test
    void theSameTryIsInTheOutboxOnce() throws Exception {
        add("a", 10, Instant.EPOCH);
        add("a", 20, Instant.EPOCH);

        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void whatTheBrokerRefusesIsADeadLetterAndItsNeighboursArePublished() throws Exception {
        add("small", 10, Instant.EPOCH);
        add("large", 2_000, Instant.EPOCH);

        Relay.Round round = relay.publishDue();

        assertThat(round.published()).isEqualTo(1);
        assertThat(round.outage()).isEmpty();
        assertThat(round.refused())
                .singleElement()
                .satisfies(letter -> assertThat(letter.messageId()).contains(queue + "large"));
        assertThat(rows()).isZero();
        assertThat(POSTGRES.column("select message_id || try || reason from scale.dead_letter where queue = ?", queue))
                .singleElement()
                .asString()
                .startsWith(queue + "large2the broker does not take it");
    }

    @Test
    void anOutageOfTheBrokerChangesNoRow() throws Exception {
        add("a", 10, Instant.EPOCH);
        broker.close();

        assertThat(relay.publishDue().outage()).hasSize(1);

        assertThat(rows()).isEqualTo(1);
        assertThat(POSTGRES.number(
                        "select count(*) from scale.outbox where queue = ? and lease is null and due_at <= now()",
                        queue))
                .isEqualTo(1);
    }

    @Test
    void rowsOfAnotherQueueAreNotTouched() throws Exception {
        Broker other = Broker.open(BrokerUrl.parse("memory://other"), BrokerOptions.forQueue("other"));
        add("a", 10, Instant.EPOCH);

        assertThat(new Relay(other, "other", POSTGRES.database(), Duration.ofMinutes(1))
                        .publishDue()
                        .idle())
                .isTrue();
        other.close();
    }

    @Test
    void severalRelaysShareTheWorkWithoutPublishingTwice() throws Exception {
        add(IntStream.range(0, 2_000)
                .mapToObj(i -> message("m" + i, 10, Instant.EPOCH))
                .toList());
        List<Thread> relays = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    try {
                        while (!relay.publishDue().idle()) {
                            Thread.onSpinWait();
                        }
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }))
                .toList();
        relays.forEach(Thread::start);
        for (Thread thread : relays) {
            thread.join();
        }

        List<String> ids = new ArrayList<>();
        received().forEach(delivery -> ids.add(delivery.id()));
        assertThat(ids).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(rows()).isZero();
    }

    @Test
    void aRelayThatWakesAfterItsLeaseChangesNothing() throws Exception {
        add("a", 10, Instant.EPOCH);
        UUID slow = UUID.randomUUID();
        List<Outbox.Leased> leased =
                POSTGRES.database().run(connection -> Outbox.lease(connection, queue, 10, 1_000, slow, Duration.ZERO));
        List<Long> ids = leased.stream().map(Outbox.Leased::id).toList();
        UUID other = UUID.randomUUID();
        POSTGRES.database().run(connection -> Outbox.lease(connection, queue, 10, 1_000, other, Duration.ofMinutes(1)));

        POSTGRES.database().run(connection -> {
            assertThat(Outbox.delete(connection, slow, ids)).isZero();
            assertThat(Outbox.giveBack(connection, slow, ids)).isZero();
            return null;
        });

        assertThat(POSTGRES.column("select lease::text from scale.outbox where queue = ?", queue))
                .containsExactly(other.toString());
    }

    @Test
    void aRoundIsBoundedByBytes() throws Exception {
        for (int i = 0; i < 5; i++) {
            add("m" + i, 100, Instant.EPOCH);
        }

        List<Outbox.Leased> leased = POSTGRES.database()
                .run(connection -> Outbox.lease(connection, queue, 10, 250, UUID.randomUUID(), Duration.ofMinutes(1)));

        assertThat(leased).hasSize(3);
    }
}
