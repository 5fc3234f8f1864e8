package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.acceptance.broker.RabbitControl;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.local.RabbitNode;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that change under a running handler process. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SecretRotationIT {

    @TempDir
    static Path folder;

    private static LocalService rabbit;
    private static LocalService postgres;
    private static Path brokerSecret;
    private static Path databaseSecret;
    private static Program scale;
    private static Database admin;

    @BeforeAll
    static void start() throws Exception {
        Rabbit.require();
        rabbit = RabbitNode.start(folder.resolve("rabbit"));
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        admin = Database.open(DatabaseUrl.parse(postgres.url()), 1, "admin");
        execute("create role app login password 'S3cr3t-1'; grant create on database scale to app");
        new RabbitControl(rabbit).run("change_password", "scale", "S3cr3t-1");
        brokerSecret = Files.writeString(folder.resolve("broker secret"), "S3cr3t-1\n");
        databaseSecret = Files.writeString(folder.resolve("database secret"), "S3cr3t-1\n");
        scale = Program.in(folder)
                .with("SCALE_BROKER_URL", rabbit.url().replaceFirst("//.*@", "//scale@"))
                .with("SCALE_BROKER_PASSWORD_FILE", brokerSecret.toString())
                .with("SCALE_DATABASE_URL", postgres.url().replaceFirst("//.*@", "//app@"))
                .with("SCALE_DATABASE_PASSWORD_FILE", databaseSecret.toString());
    }

    @AfterAll
    static void stop() {
        if (admin != null) {
            admin.close();
        }
        if (postgres != null) {
            postgres.close();
        }
        if (rabbit != null) {
            rabbit.close();
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = admin.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static boolean handled(String id) throws SQLException {
        try (Connection connection = admin.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select exists (select from scale.inbox where message_id = '" + id + "')")) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static void sendAndAwait(String id) throws Exception {
        Program.Ran sent = scale.run("send", "-t", "echo", "-b", "{}", "--id", id);
        assertThat(sent.exitCode()).as(sent.all()).isZero();
        await().atMost(Duration.ofMinutes(1)).until(() -> handled(id));
    }

    @Test
    void aHandlerGoesOnWithTheNewPasswordsOfBrokerAndDatabase() throws Exception {
        try (RunningProgram handler = RunningProgram.start(scale, folder, "--verbose", "handler")) {
            handler.says("handling ");
            sendAndAwait("before");

            new RabbitControl(rabbit).run("change_password", "scale", "S3cr3t-2");
            Files.delete(brokerSecret);
            new RabbitControl(rabbit).run("close_all_connections", "rotation");
            handler.says("the broker is unavailable");
            assertThat(scale.run("queue"))
                    .matches(ran -> ran.exitCode() == 2 && ran.err().contains("SCALE_BROKER_PASSWORD_FILE"));
            Files.writeString(brokerSecret, "S3cr3t-2\n");
            handler.says("the broker is available again");
            sendAndAwait("new password of the broker");

            Files.writeString(databaseSecret, "");
            execute("alter role app password 'S3cr3t-2'");
            execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'app'");
            Program.Ran sent = scale.run("send", "-t", "echo", "-b", "{}", "--id", "new password of the database");
            assertThat(sent.exitCode()).as(sent.all()).isZero();
            handler.says("the database is unavailable");
            Files.writeString(databaseSecret, "S3cr3t-2");
            handler.says("the database is available again");
            await().atMost(Duration.ofMinutes(1)).until(() -> handled("new password of the database"));

            assertThat(handler.process().isAlive()).isTrue();
            assertThat(handler.stop()).isZero();
            assertThat(handler.printed()).doesNotContain("S3cr3t");
        }
        assertThat(deadLetters()).isZero();
    }

    private static long deadLetters() throws SQLException, IOException {
        try (Connection connection = admin.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from scale.dead_letter")) {
            row.next();
            return row.getLong(1);
        }
    }
}
