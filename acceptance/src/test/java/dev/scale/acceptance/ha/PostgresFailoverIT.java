package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import dev.scale.messaging.store.ServerState;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A primary with a synchronous standby that takes over; handlers name both. */
@Tag("long")
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PostgresFailoverIT {

    /** Commits that have waited for their standby for longer than any limit of the handler's. */
    private static final String WAITS_FOR_LONG = "select pid from pg_stat_activity"
            + " where wait_event = 'SyncRep' and xact_start < now() - interval '8 s'";

    private static final String STATES = "select sync_state from pg_stat_replication where state = 'streaming'";

    @TempDir
    Path folder;

    private LocalService broker;
    private Ground ground;
    private PostgresServer primary;
    private PostgresServer standby;
    private Database onPrimary;
    private Database onStandby;

    @BeforeEach
    void start() throws Exception {
        Ground.require(PostgresServer.programs().isPresent(), "PostgreSQL's server", "postgresql");
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        ground = Ground.make();
        primary = PostgresServer.primary(ground);
        standby = primary.standby("second");
        onPrimary = open(primary);
        onStandby = open(standby);
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable started : new AutoCloseable[] {onPrimary, onStandby, standby, primary, broker, ground}) {
            if (started != null) {
                started.close();
            }
        }
    }

    private static Database open(PostgresServer server) {
        return Database.open(DatabaseUrl.parse(PostgresServer.url(server)), 3, "test");
    }

    @Test
    void theStandbyTakesOverAndNothingThatWasCommittedIsLost() throws Exception {
        await().until(() -> new Tally(onPrimary).column(STATES), Set.of("async")::equals);
        assertThat(onPrimary.run(ServerState::of).replication().mayLoseCommits())
                .isTrue();
        Tally before = synchronousTally();
        assertThat(onPrimary.run(ServerState::of).replication().mayLoseCommits())
                .isFalse();
        String both = PostgresServer.url(primary, standby) + "?target_session_attrs=read-write";

        try (Load load = new Load(broker.url(), both, new Tally(onStandby), Duration.ofSeconds(60))) {
            load.awaitUnderWay();
            assertThat(before.applied()).isPositive();

            primary.daemon().kill();
            promoteStandby();
            load.awaitResumed("primary killed, standby promoted");

            load.settle(0);
        }
    }

    @Test
    void whatTheStandbyHasNotGotIsNotAcknowledgedHoweverLongThatTakes() throws Exception {
        Tally onFirst = synchronousTally();
        Duration handleLimit = Duration.ofSeconds(2);

        try (Load load =
                new Load(broker.url(), PostgresServer.url(primary, standby), new Tally(onStandby), handleLimit)) {
            load.awaitUnderWay();
            standby.daemon().kill();
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> !onFirst.column(WAITS_FOR_LONG).isEmpty());
            long committed = onFirst.applied();
            primary.daemon().kill();
            standby.start();
            promoteStandby();
            System.out.printf(
                    "%d applied at the primary, %d at the standby%n", committed, new Tally(onStandby).applied());
            load.awaitResumed("standby away for a while, primary killed, standby started and promoted");

            load.settle(0);
        }
    }

    /** From now on a commit waits for the standby. */
    private Tally synchronousTally() throws SQLException {
        Tally tally = new Tally(onPrimary);
        tally.execute("alter system set synchronous_standby_names = 'second'");
        tally.execute("select pg_reload_conf()");
        await().until(() -> tally.column(STATES), Set.of("sync")::equals);
        Schema.migrate(onPrimary);
        tally.makeTable();
        return tally;
    }

    private void promoteStandby() throws SQLException {
        long start = System.nanoTime();
        assertThat(new Tally(onStandby).column("select pg_promote()")).containsExactly("t");
        System.out.printf("promoted within %.1f s%n", (System.nanoTime() - start) / 1e9);
    }
}
