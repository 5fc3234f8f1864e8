package dev.scale.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.store.Freshness;
import dev.scale.messaging.store.LiveWorkers;
import dev.scale.messaging.store.Workers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Canaries, what is in hand, what is overdue: how old the state may be. */
class FreshnessTest extends CountingWorkerTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @BeforeEach
    void noOthers() throws SQLException {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count), NOTHING_LATER.withCanaries());
        POSTGRES.execute("delete from scale.outbox");
    }

    private Freshness freshness() {
        try {
            return POSTGRES.database().run(connection -> Freshness.read(connection, counter));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) {
        try {
            POSTGRES.execute(sql.replace(":queue", "'" + counter + "'"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitCanary() {
        await().atMost(PATIENCE)
                .until(() -> POSTGRES.number(
                                "select count(*) from scale.worker where queue = ? and canary_committed_at is not null",
                                counter)
                        == 1);
    }

    @Test
    void aQueueThatNoHandlerHasEverTakenFromIsUnknown() {
        assertThat(freshness().age()).isEmpty();
    }

    @Test
    void aCanaryComesThroughAndNobodyCountsIt() {
        worker.start();
        awaitCanary();

        assertThat(freshness().age()).hasValueSatisfying(age -> assertThat(age).isLessThan(PATIENCE));
        assertThat(ended).isEmpty();
        List<String> sent = POSTGRES.column(
                "select unnest(array[id::text, to_char(canary_sent_at at time zone 'UTC',"
                        + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')]) from scale.worker where queue = ?",
                counter);
        String id = Command.idOf("canary", UUID.fromString(sent.get(0)), Timestamps.parse(sent.get(1)));
        assertThat(POSTGRES.number("select count(*) from scale.inbox where message_id = ?", id))
                .isZero();
        assertThat(POSTGRES.number("select count(*) from scale.dead_letter where type = 'scale_canary'"))
                .isZero();
        assertThat(POSTGRES.number(
                        "select count(*) from scale.worker where queue = ? and canary_out_at is null", counter))
                .isEqualTo(1);
    }

    @Test
    void whereNoneComesThroughFreshnessGrowsWithTheAgeOfTheNewest() {
        worker.start();
        awaitCanary();
        execute("update scale.worker set canary_sent_at = now() - interval '1 h', canary_committed_at ="
                + " now() - interval '1 h' where queue = :queue");

        assertThat(freshness().age())
                .hasValueSatisfying(
                        age -> assertThat(age).isBetween(Duration.ofSeconds(3600 - 10), Duration.ofSeconds(3600 + 60)));
    }

    @Test
    void theFirstCanaryAgesToo() {
        execute("insert into scale.worker (id, queue, host, pid, canaries, canary_out_at) values ('" + UUID.randomUUID()
                + "', :queue, 'h', 1, true, now() - interval '2 min')");

        assertThat(freshness().age()).hasValueSatisfying(age -> assertThat(age).isGreaterThan(Duration.ofSeconds(109)));
    }

    @Test
    void whatIsInHandAgesUntilItIsCommitted() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        worker.close();
        worker = newWorker(
                HandlerGroup.of(COUNT, (commands, unit) -> {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }),
                NOTHING_LATER.withThreads(1).withCanaries());
        worker.start();
        awaitCanary();
        send(3, "well");

        await().atMost(PATIENCE)
                .until(() ->
                        freshness().inHand().filter(age -> age.toSeconds() >= 3).isPresent());
        assertThat(freshness().age().orElseThrow()).isGreaterThan(Duration.ofSeconds(2));
        LiveWorkers live = POSTGRES.database().run(connection -> LiveWorkers.read(connection, counter));
        assertThat(live.alive()).isEqualTo(1);
        assertThat(live.inHand()).isBetween(1L, 3L);

        release.countDown();
        awaitEnded(3);
        await().atMost(PATIENCE).until(() -> freshness().inHand().isEmpty());
        await().atMost(PATIENCE)
                .until(() -> POSTGRES.database()
                                .run(connection -> LiveWorkers.read(connection, counter))
                                .latencies()
                                .total()
                        == 3);
    }

    @Test
    void anOverdueRowOfTheOutboxAges() {
        worker.start();
        awaitCanary();
        worker.close();
        execute("insert into scale.outbox (queue, message_id, body, message_group, due_at)"
                + " values (:queue, 'overdue', '', '', now() - interval '5 min'),"
                + " (:queue, 'later', '', '', now() + interval '5 min')");

        assertThat(freshness().overdue())
                .hasValueSatisfying(age -> assertThat(age).isBetween(Duration.ofSeconds(299), Duration.ofSeconds(360)));
        assertThat(freshness().age().orElseThrow()).isGreaterThan(Duration.ofSeconds(299));
    }

    @Test
    void noneIsSentWhileAHandlerOfAFormerReleaseLives() {
        execute("insert into scale.worker (id, queue, host, pid, heartbeat_at) values ('" + UUID.randomUUID()
                + "', :queue, 'former', 1, now() + interval '30 s')");
        worker.start();
        send(1, "well");
        awaitEnded(1);
        await().atMost(PATIENCE)
                .until(() -> POSTGRES.number("select count(*) from scale.worker where queue = ? and canaries", counter)
                        == 1);
        assertThat(POSTGRES.number(
                        "select count(*) from scale.worker where queue = ? and canary_out_at is not null", counter))
                .isZero();

        execute("update scale.worker set ended_at = now() where queue = :queue and host = 'former'");

        awaitCanary();
    }

    @Test
    void whatSomebodyElseSendsUnderTheNameDoesNoHarm() {
        broker.publish(List.of(
                new OutgoingMessage(
                        "a", "{\"type\": \"scale_canary\", \"body\": {\"worker\": 1}}".getBytes(UTF_8), Map.of()),
                new OutgoingMessage("b", "{\"type\": \"scale_canary\", \"body\": [\"x\"]}".getBytes(UTF_8), Map.of()),
                new OutgoingMessage(
                        "c", "{\"type\": \"scale_canary\", \"body\": {\"worker\": \"x\"}}".getBytes(UTF_8), Map.of())));
        worker.start();
        awaitCanary();

        assertThat(POSTGRES.number("select count(*) from scale.dead_letter where queue = ?", counter))
                .isZero();
    }

    @Test
    void pruningKeepsTheNewestCanaryOfAQueue() throws SQLException {
        for (int days = 2; days <= 3; days++) {
            execute("insert into scale.worker (id, queue, host, pid, canaries, heartbeat_at, ended_at, canary_sent_at,"
                    + " canary_committed_at) select '" + UUID.randomUUID() + "', :queue, 'gone', 1, true, t, t, t, t"
                    + " from (select now() - interval '" + days + " d' as t) as times");
        }

        POSTGRES.database().run(connection -> {
            Workers.prune(connection, Duration.ofDays(1));
            return true;
        });

        assertThat(POSTGRES.number("select count(*) from scale.worker where queue = ?", counter))
                .isEqualTo(1);
        assertThat(freshness().age().orElseThrow()).isBetween(Duration.ofHours(47), Duration.ofHours(49));
    }
}
