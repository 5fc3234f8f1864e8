package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import dev.scale.messaging.store.Freshness;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What freshness and readiness say while something stands still or is away, and afterwards. */
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FreshnessIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static LocalService broker;
    private static LocalService postgres;
    private static RunningProgram handler;
    private static Dashboard dashboard;
    private static Database database;

    @BeforeAll
    static void start() throws Exception {
        broker = EmbeddedBroker.start(folder.resolve("broker"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "test");
        Program scale = Program.in(folder)
                .with("SCALE_BROKER_URL", broker.url())
                .with("SCALE_DATABASE_URL", postgres.url())
                .with("SCALE_HTTP_PORT", "0");
        handler = RunningProgram.start(scale, folder, "handler", "--http").says("handling ");
        dashboard = Dashboard.of(handler);
    }

    @AfterAll
    static void stop() {
        handler.close();
        database.close();
        broker.close();
        postgres.close();
    }

    private static Duration freshness() throws SQLException {
        return database.run(connection -> Freshness.read(connection, "scale-command-messages"))
                .age()
                .orElse(Duration.ofDays(1));
    }

    private static void awaitFresh() {
        await().atMost(PATIENCE).until(() -> freshness().compareTo(Duration.ofSeconds(5)) < 0);
    }

    private static void awaitStatus(String path, int status) {
        await().atMost(PATIENCE).until(() -> dashboard.get(path).statusCode() == status);
    }

    private static void signal(String name, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void itGrowsWhileTheHandlerIsFrozenAndFallsAgain() throws Exception {
        awaitFresh();
        handler.signal("STOP");
        try {
            await().atMost(PATIENCE).until(() -> freshness().compareTo(Duration.ofSeconds(8)) > 0);
        } finally {
            handler.signal("CONT");
        }
        awaitFresh();
    }

    @Test
    void itGrowsWhileTheQueueIsStuckAndFallsAgain() throws Exception {
        awaitFresh();
        signal("STOP", broker.pid());
        try {
            await().atMost(PATIENCE).until(() -> {
                String figures = dashboard.get("api/figures").body();
                return Double.parseDouble(Dashboard.value(figures, "freshness_seconds")) > 8
                        && Dashboard.value(figures, "trouble").contains("broker");
            });
            awaitStatus("health/ready", 503);
        } finally {
            signal("CONT", broker.pid());
        }
        awaitFresh();
        awaitStatus("health/ready", 200);
    }

    @Test
    void withoutTheDatabaseNothingIsReadyAndFiguresAreStale() {
        awaitStatus("health/ready", 200);
        awaitStatus("api/figures", 200);
        postgres.close();
        try {
            awaitStatus("health/ready", 503);
            awaitStatus("api/figures", 503);
        } finally {
            postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        }
        awaitStatus("health/ready", 200);
        awaitStatus("api/figures", 200);
        awaitFresh();
    }

    @Test
    void withoutTheBrokerNothingIsReady() {
        awaitStatus("health/ready", 200);
        broker.close();
        try {
            awaitStatus("health/ready", 503);
        } finally {
            broker = EmbeddedBroker.start(folder.resolve("broker"));
        }
        awaitStatus("health/ready", 200);
        awaitFresh();
    }
}
