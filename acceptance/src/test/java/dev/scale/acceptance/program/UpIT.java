package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale up}, and the other commands beside it with nothing set. */
class UpIT {

    @TempDir
    static Path folder;

    private static Program scale;
    private static Process up;

    @BeforeAll
    static void up() throws Exception {
        scale = Program.copiedTo(folder);
        Path out = folder.resolve("up.out");
        up = scale.start(out, folder.resolve("up.err"), "up");
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !up.isAlive() || Files.readString(out).contains("ready"));
        assertThat(up.isAlive()).as(Files.readString(folder.resolve("up.err"))).isTrue();
    }

    /** The JVM is the process that was started, so that the signal reaches it. */
    @AfterAll
    static void aSignalDrainsAndEndsItInGoodOrder() throws Exception {
        up.destroy();
        assertThat(up.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(up.exitValue()).isZero();
        assertThat(scale.home().resolve("run")).doesNotExist();
        assertThat(scale.run("queue").exitCode()).isEqualTo(2);
    }

    @Test
    void whatIsSentIsHandled() throws Exception {
        Program.Ran sent =
                scale.runWithInput("{\"text\": \"\u00e9\"}\n{\n\"b\": 2}[3]", "send", "-t", "echo", "--json");

        assertThat(sent.exitCode()).as(sent.err()).isZero();
        assertThat(sent.out()).startsWith("{\"confirmed\":3,");
        await().untilAsserted(
                        () -> assertThat(scale.run("queue", "--json").out()).contains("\"ready\":0"));
    }

    @Test
    void sendNeedsTheShortClassPathOnly() throws Exception {
        Program small = Program.withShortClassPathOnly(folder.resolve("small"))
                .with("SCALE_HOME", scale.home().toString());

        assertThat(small.run("send", "-t", "echo", "-b", "{}"))
                .matches(ran -> ran.exitCode() == 0 && ran.err().isEmpty());
        assertThat(small.run("echo", "-c", "600").out()).contains("confirmed 600");
        assertThat(small.run("queue").exitCode()).isZero();
    }

    @Test
    void aBadBodyStopsTheSendingAfterThoseBeforeIt() throws Exception {
        Program.Ran ran = scale.runWithInput("{}\n{\"a\":}\n{}", "send", "-t", "echo");

        assertThat(ran.exitCode()).isEqualTo(2);
        assertThat(ran.out()).contains("confirmed 1 command");
        assertThat(ran.err()).contains("line 2");
    }

    @Test
    void anIdNamesOneCommandOnly() throws Exception {
        assertThat(scale.run("send", "-t", "echo", "-b", "{}", "--id", "mine").out())
                .contains("mine");
        assertThat(scale.run("send", "-t", "echo", "-b", "{}{}", "--id", "mine").exitCode())
                .isEqualTo(2);
        assertThat(scale.run("send", "-t", "echo", "-b", "{}", "-c", "2", "--id", "mine")
                        .exitCode())
                .isEqualTo(2);
    }

    @Test
    void statusShowsWhatRunsAndNoSecret() throws Exception {
        Program.Ran ran = scale.run("--verbose", "status", "--json");

        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("\"up_pid\":\"" + up.pid() + "\"", "PostgreSQL", "\"troubles\":{}");
        for (String line : Files.readAllLines(scale.home().resolve("run"))) {
            if (line.contains("://")) {
                String password = line.replaceAll(".*://[^:]*:([^@]*)@.*", "$1");
                assertThat(ran.all() + Files.readString(folder.resolve("up.err")))
                        .doesNotContain(password);
            }
        }
    }

    @Test
    void whatWaitsInTheOutboxAndDeadLettersAreShown() throws Exception {
        String url = Files.readAllLines(scale.home().resolve("run")).stream()
                .filter(line -> line.startsWith("SCALE_DATABASE_URL="))
                .map(line -> line.substring("SCALE_DATABASE_URL=".length()))
                .findFirst()
                .orElseThrow();
        try (Database database = Database.open(DatabaseUrl.parse(url), 1, "test")) {
            execute(
                    database,
                    "insert into scale.outbox (queue, message_id, body, message_group, due_at)"
                            + " select 'scale-command-messages', 'far ' || n, '', '', timestamptz '2999-01-01 00:00:00Z'"
                            + " + n * interval '1 h' from generate_series(0, 2) as n");
            execute(
                    database,
                    "insert into scale.dead_letter (queue, message_id, try, attempt, body, reason)"
                            + " values ('scale-command-messages', 'given up', 1, 1, '', 'to be shown')");
            try {
                assertThat(scale.run("queue").out()).contains("3 later, the next at 2999-01-01T00:00:00Z");
                assertThat(scale.run("queue", "--json").out())
                        .contains("\"later\":3,\"next_due_at\":\"2999-01-01T00:00:00Z\"");
                assertThat(scale.run("status").out())
                        .contains("3 later, the next at 2999-01-01T00:00:00Z", "1 unresolved dead letter");
                assertThat(scale.run("status", "--json").out()).contains("\"later\":3,", "\"dead_letters\":1");
            } finally {
                execute(database, "delete from scale.outbox where message_id like 'far %'");
                execute(database, "delete from scale.dead_letter where message_id = 'given up'");
            }
        }
    }

    private static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Test
    void withoutADatabaseTheQueueIsShownAllTheSame() throws Exception {
        Program without = scale.with("SCALE_DATABASE_URL", "postgres://127.0.0.1:1/none");

        assertThat(without.run("queue"))
                .matches(ran -> ran.exitCode() == 0, "is no failure")
                .matches(ran -> ran.out().contains(" ready"), "shows the queue")
                .matches(ran -> ran.err().contains("the outbox was not asked: ")
                        && ran.err().contains("127.0.0.1:1"));
        assertThat(without.run("queue", "--json").out())
                .contains("\"ready\":", "\"outbox_not_asked\":\"")
                .doesNotContain("\"outbox\":");
    }

    @Test
    void aQueueThatIsNotThereIsNotAnEmptyOne() throws Exception {
        Program.Ran ran = scale.run("queue", "--queue", "mistyped");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).hasLineCount(1).contains("no queue 'mistyped'", "--queue");
        assertThat(scale.run("status", "--queue", "mistyped"))
                .matches(status -> status.exitCode() == 0 && status.out().contains("mistyped (missing"));
        assertThat(scale.run("status", "--queue", "mistyped", "--json").out()).contains("\"queue_missing\":true");
    }

    @Test
    void aSecondOneInTheSameHomeIsRefused() throws Exception {
        Program.Ran ran = scale.run("up");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).contains("another", String.valueOf(up.pid()));
    }

    @Test
    void wrongCredentialsAreExitCode77() throws Exception {
        Program.Ran ran = scale.with("SCALE_BROKER_PASSWORD", "wrong").run("queue");

        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(77);
    }
}
