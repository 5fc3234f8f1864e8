package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale up} with its dashboard and its database, one for each test class. */
abstract class UpWithDashboard {

    static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    static Program scale;
    static RunningProgram up;
    static Dashboard dashboard;
    static Database database;

    @BeforeAll
    static void up() throws Exception {
        scale = Program.in(folder).with("SCALE_HTTP_PORT", "0");
        up = RunningProgram.start(scale, folder, "up").says("ready");
        dashboard = Dashboard.of(up);
        String url = Files.readAllLines(scale.home().resolve("run")).stream()
                .filter(line -> line.startsWith("SCALE_DATABASE_URL="))
                .map(line -> line.substring("SCALE_DATABASE_URL=".length()))
                .findFirst()
                .orElseThrow();
        database = Database.open(DatabaseUrl.parse(url), 1, "test");
    }

    @AfterAll
    static void down() throws Exception {
        database.close();
        assertThat(up.stop()).isZero();
    }

    static void execute(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    static String text(String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    static String figure(String name) throws Exception {
        return Dashboard.value(dashboard.get("api/figures").body(), name);
    }

    static void deadLetters(String messageId, int number, String reason) throws SQLException {
        execute("insert into scale.dead_letter (queue, message_id, try, attempt, type, body, reason)"
                + " select 'scale-command-messages', '" + messageId + " ' || n, 1, 1, 'echo',"
                + " convert_to('{\"type\": \"echo\", \"body\": {\"n\": ' || n || '}}', 'UTF8'), '" + reason
                + "' || n from generate_series(1, " + number + ") n");
    }
}
