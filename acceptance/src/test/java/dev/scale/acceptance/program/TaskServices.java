package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What tasks report to: RabbitMQ, a handler process, PostgreSQL. */
final class TaskServices implements AutoCloseable {

    private final Path folder;
    private final LocalService postgres;
    private final Database database;
    private final Program scale;
    private final RunningProgram handler;
    private LocalService rabbit;

    TaskServices(Path folder) throws Exception {
        this.folder = folder;
        rabbit = RabbitNode.start(folder.resolve("rabbit"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "test");
        scale = Program.in(folder).with("SCALE_BROKER_URL", rabbit.url());
        handler = RunningProgram.start(scale.with("SCALE_DATABASE_URL", postgres.url()), folder, "handler")
                .says("handling ");
    }

    /** The program as task authors run it: with a broker and without a database. */
    Program scale() {
        return scale;
    }

    String brokerUrl() {
        return rabbit.url();
    }

    void killBroker() {
        ProcessHandle.of(rabbit.pid()).orElseThrow().destroyForcibly();
        rabbit.close();
    }

    /** On the same port. */
    void startBroker() {
        String before = rabbit.url();
        rabbit = RabbitNode.start(folder.resolve("rabbit"));
        assertThat(rabbit.url()).isEqualTo(before);
    }

    /** The first column of the first row, as text; empty where there is none. */
    String one(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "";
        }
    }

    void awaitOne(String sql, String expected) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(one(sql))
                        .as("%s; the handler: %s", sql, handler.printed())
                        .isEqualTo(expected));
    }

    static void awaitFile(Path file) {
        await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(file));
    }

    @Override
    public void close() {
        handler.close();
        database.close();
        postgres.close();
        rabbit.close();
    }
}
