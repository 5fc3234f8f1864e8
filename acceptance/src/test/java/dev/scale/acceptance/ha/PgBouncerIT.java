package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Schema;
import dev.scale.messaging.store.SchemaVersion;
import dev.scale.messaging.store.ServerState;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** PgBouncer in transaction mode between handlers and database. */
@Tag("long")
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PgBouncerIT {

    private static final Duration HANDLE_LIMIT = Duration.ofSeconds(60);
    private static final Duration FREEZE = Duration.ofSeconds(8);
    private static final int SESSIONS = 4;

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    static Path folder;

    private static LocalService broker;
    private Ground ground;
    private PgBouncer pgBouncer;
    private Tally tally;

    @BeforeAll
    static void startBroker() {
        Ground.require(PgBouncer.installed(), "PgBouncer", "pgbouncer");
        broker = EmbeddedBroker.start(folder.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @BeforeEach
    void startPgBouncer() throws IOException, SQLException {
        ground = Ground.make();
        pgBouncer = new PgBouncer(ground, POSTGRES.server().url(), SESSIONS);
        POSTGRES.execute("drop schema if exists scale cascade");
        Schema.migrate(POSTGRES.database());
        tally = new Tally(POSTGRES.database());
        tally.makeTable();
    }

    @AfterEach
    void stopPgBouncer() throws IOException {
        pgBouncer.close();
        ground.close();
    }

    @Test
    void itMayBeKilledAndFrozenAndAHandlerBesides() throws Exception {
        try (Load load = new Load(broker.url(), pgBouncer.url("prepareThreshold=0"), tally, HANDLE_LIMIT)) {
            load.awaitUnderWay();

            load.killHandler();
            load.addHandler();
            load.awaitResumed("a handler process killed behind PgBouncer");

            pgBouncer.daemon().kill();
            pgBouncer.start();
            load.awaitResumed("PgBouncer killed and started again");

            pgBouncer.daemon().freeze();
            await().pollDelay(FREEZE).atMost(Duration.ofMinutes(1)).until(() -> true);
            pgBouncer.daemon().thaw();
            load.awaitResumed("PgBouncer frozen for " + FREEZE.toSeconds() + " s");

            load.settle(1);
        }
        await().untilAsserted(() -> assertThat(
                        POSTGRES.number("select count(*) from pg_stat_activity where application_name = 'handler'"))
                .as("sessions at the server")
                .isLessThanOrEqualTo(SESSIONS));
    }

    @Test
    void withPreparedStatementsLeftOnNothingIsLostOrTwiceEither() throws Exception {
        try (Load load = new Load(broker.url(), pgBouncer.url(""), tally, HANDLE_LIMIT)) {
            load.awaitUnderWay();
            load.awaitResumed("PgBouncer without prepareThreshold=0, nothing done to it");

            load.settle(0);
        }
    }

    @Test
    void migrationsWorkThroughItAlsoSeveralAtOnce() throws Exception {
        POSTGRES.execute("drop schema scale cascade");
        try (Database one = open();
                Database other = open()) {
            CompletableFuture<SchemaVersion> meanwhile = CompletableFuture.supplyAsync(() -> Schema.migrate(other));
            SchemaVersion version = Schema.migrate(one);

            assertThat(meanwhile.get(1, TimeUnit.MINUTES)).isEqualTo(version);
            assertThat(Schema.require(POSTGRES.database())).isEqualTo(version);
            assertThat(one.run(ServerState::of).pooler()).isTrue();
            System.out.println("search_path of a session afterwards: " + new Tally(one).column("show search_path"));
        }
    }

    private Database open() {
        return Database.open(DatabaseUrl.parse(pgBouncer.url("prepareThreshold=0")), 2, "migrating");
    }
}
