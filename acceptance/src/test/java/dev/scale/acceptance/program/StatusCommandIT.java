package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code scale status}, {@code queue purge}, {@code send} and {@code migrate --check} as processes, over RabbitMQ and PostgreSQL. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StatusCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String SESSIONS =
            "select distinct pid from pg_stat_activity where application_name = 'scale-status'";

    @TempDir
    static Path folder;

    private static Installation installation;

    @BeforeAll
    static void start() throws Exception {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    private static JsonNode status(Program scale) throws Exception {
        return JsonMapper.shared().readTree(scale.run("status", "--json").out());
    }

    @Test
    void handlersAreShownWithThreadsRateAndConnections() throws Exception {
        Program scale = installation.on("shown");
        assertThat(scale.run("status").out()).contains("none lives for this queue");
        try (RunningProgram handler = installation.handler("shown")) {
            assertThat(scale.run("echo", "-c", "700").exitCode()).isZero();
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode shown = status(scale)
                        .get("handlers")
                        .valueStream()
                        .filter(one -> one.get("queue").asString().equals("shown"))
                        .findFirst()
                        .orElseThrow();
                assertThat(shown.get("threads").asInt()).isEqualTo(2);
                assertThat(shown.get("commands").asInt()).isEqualTo(700);
                assertThat(shown.get("per_second").asDouble()).isPositive();
                assertThat(shown.get("alive").asBoolean()).isTrue();
            });
            JsonNode connections = status(scale).get("connections");
            assertThat(connections.get("handlers_may_use").asInt()).isEqualTo(3);
            assertThat(connections.get("allowed").asInt()).isGreaterThanOrEqualTo(50);
            assertThat(connections.get("used").asInt())
                    .isPositive()
                    .isLessThan(connections.get("allowed").asInt());
            handler.process().destroyForcibly();
        }
        assertThat(scale.run("status").out()).contains("\tshown\t2\t700\t");
    }

    @Test
    void theConnectionOfADashboardIsCounted() throws Exception {
        Program scale = installation.on("watched-on-a-page").with("SCALE_HTTP_PORT", "0");
        try (RunningProgram handler =
                RunningProgram.start(scale, folder, "handler", "--http").says("handling ")) {
            await().atMost(PATIENCE)
                    .until(() -> status(scale)
                                    .get("connections")
                                    .get("handlers_may_use")
                                    .asInt()
                            == 4);
            handler.stop();
        }
    }

    @Test
    void systemdIsToldWhenCommandsAreHandledAndWhenItStops() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-notify")), "no systemd-notify here");
        Path socket = folder.resolve("notify");
        Process systemd = new ProcessBuilder(
                        "/usr/bin/python3",
                        "-uc",
                        "import socket, sys\ns = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)\ns.bind(sys.argv[1])\n"
                                + "while True: print(s.recv(4096).decode().replace(chr(10), ' '))",
                        socket.toString())
                .start();
        try (RunningProgram handler = RunningProgram.start(
                installation
                        .on("notified")
                        .with("NOTIFY_SOCKET", socket.toString())
                        .with("WATCHDOG_USEC", "1000000"),
                folder,
                "handler")) {
            // systemd-notify waits until what it said was taken, and says that too.
            Iterator<String> told = systemd.inputReader()
                    .lines()
                    .filter(line -> !line.startsWith("BARRIER="))
                    .iterator();
            assertThat(told.next()).contains("READY=1", "STATUS=handling commands");
            assertThat(told.next()).isEqualTo("WATCHDOG=1");
            assertThat(told.next()).as("again and again").isEqualTo("WATCHDOG=1");
            hangUp(handler);
            assertThat(handler.stop()).as("ended by SIGTERM alone").isZero();
            String last = told.next();
            while (last.equals("WATCHDOG=1")) {
                last = told.next();
            }
            assertThat(last).contains("STOPPING=1");
        } finally {
            systemd.destroyForcibly();
        }
    }

    /** As logrotate does it; handled before the signal that comes after it. */
    private static void hangUp(RunningProgram program) throws Exception {
        assertThat(new ProcessBuilder(
                                "kill", "-HUP", Long.toString(program.process().pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void watchingOpensTheDatabaseOnceAndSurvivesALossOfIt() throws Exception {
        Program scale = installation.on("watched");
        try (RunningProgram watch = RunningProgram.start(scale, folder, "status", "--watch", "200ms", "--json")
                .says("\"queue\":")) {
            await().atMost(PATIENCE).until(() -> watch.lines("\"queue\":\"watched\"") >= 3);
            List<String> sessions = installation.column(SESSIONS);
            assertThat(sessions).hasSize(1);
            long seen = watch.lines("\"queue\":");
            await().atMost(PATIENCE).until(() -> watch.lines("\"queue\":") >= seen + 5);
            assertThat(installation.column(SESSIONS)).isEqualTo(sessions);

            installation.execute("select pg_terminate_backend(" + sessions.get(0) + ")");
            await().atMost(PATIENCE)
                    .until(() -> !installation.column(SESSIONS).isEmpty()
                            && !installation.column(SESSIONS).equals(sessions));
            assertThat(watch.process().isAlive()).isTrue();
        }
    }

    @Test
    void watchingEndsWhenNobodyReads() throws Exception {
        Program.Ran ran = installation
                .on("unread")
                .shell("\"$SCALE\" status --watch 100ms --json | head -n 2 | grep -c '\"queue\"'");

        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(ran.out()).isEqualTo("2\n");
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void aQueueIsPurgedOnlyWithYes() throws Exception {
        Program scale = installation.on("purged");
        assertThat(scale.run("queue", "purge", "--yes").exitCode())
                .as("no such queue")
                .isEqualTo(1);
        assertThat(scale.run("echo", "-c", "7").exitCode()).isZero();

        Program.Ran refused = scale.run("queue", "purge");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).hasLineCount(1).contains("7 commands", "'purged'", "--yes");
        assertThat(scale.run("queue", "purge", "--yes").out()).contains("purged, about 7 commands");
        await().atMost(PATIENCE).until(() -> scale.run("queue").out().contains("0 ready"));
    }

    @Test
    void whatWaitsForAQueueThatNobodyServesIsNamedAndAdopted() throws Exception {
        Program scale = installation.on("heir");
        installation.execute("insert into scale.outbox (queue, message_id, body, message_group, due_at)"
                + " select 'left', 'left ' || n, '{\"type\": \"echo\", \"body\": {}}', 'g', now()"
                + " from generate_series(1, 2500) n");
        assertThat(scale.run("status").out()).contains("stranded: 2500 commands of queue 'left'", "scale queue adopt");
        assertThat(scale.run("doctor").out()).contains("scale queue adopt 'left'");

        Program.Ran asked = scale.run("queue", "adopt", "left");
        assertThat(asked.exitCode()).isEqualTo(2);
        assertThat(asked.err()).hasLineCount(1).contains("2500 commands of queue 'left'", "--yes", "'heir'");
        try (RunningProgram handler = installation.handler("heir")) {
            assertThat(scale.run("queue", "adopt", "heir", "--queue", "other", "--yes"))
                    .matches(ran -> ran.exitCode() == 1 && ran.err().contains("'heir' lives"));

            assertThat(scale.run("queue", "adopt", "left", "--yes").out()).contains("adopted 2500 commands of 'left'");

            assertThat(scale.run("queue", "adopt", "left", "--yes", "--json").out())
                    .contains("\"adopted\":0", "\"handler_lives\":true");
            await().atMost(PATIENCE)
                    .until(() -> installation
                            .column("select count(*) from scale.outbox where message_id like 'left %'")
                            .equals(List.of("0")));
            assertThat(handler.stop()).isZero();
        }
        assertThat(status(scale).get("stranded").size()).isZero();
    }

    @Test
    void bodiesOfSeveralFilesAreSentAndWhatIsNotIsNamedByFileAndLine() throws Exception {
        Program scale = installation.on("sent");
        Path pretty = Files.writeString(folder.resolve("pretty.json"), "{\n  \"a\": 1\n}\n\n{\"a\": 2}{\"a\": 3}\n");
        Path lines = Files.writeString(folder.resolve("lines.json"), "{\"a\": 4}\n{\"a\": \n");

        assertThat(scale.run("send", "-t", "echo", "--dry-run", pretty.toString())
                        .out())
                .contains("would send 3 commands; nothing was sent");
        assertThat(scale.runWithInput("{\"a\": 9}", "send", "-t", "echo", pretty.toString(), "-")
                        .out())
                .contains("confirmed 4 commands");
        Program.Ran bad = scale.run("send", "-t", "echo", pretty.toString(), lines.toString());
        assertThat(bad.exitCode()).as(bad.all()).isEqualTo(2);
        assertThat(bad.out()).contains("confirmed 4 commands");
        assertThat(bad.err()).hasLineCount(1).contains(lines + ":2", "nor anything after it was sent");
        assertThat(scale.run("send", "-t", "echo", "--dry-run", lines.toString())
                        .exitCode())
                .isEqualTo(2);
        Program.Ran away =
                scale.with("SCALE_BROKER_URL", "amqp://127.0.0.1:1//").run("send", "-t", "echo", pretty.toString());
        assertThat(away.exitCode()).isEqualTo(69);
        assertThat(away.err()).contains("(" + pretty + ":1)", "(" + pretty + ":5)");
        assertThat(scale.run("send", "-t", "echo", pretty.toString(), "no such file"))
                .matches(ran ->
                        ran.exitCode() == 2 && ran.out().isEmpty() && ran.err().contains("no such file"));
        await().atMost(PATIENCE).until(() -> scale.run("queue").out().contains("8 ready"));
    }

    @Test
    void migrateCheckChangesNothing() throws Exception {
        installation.execute("drop database if exists unmade");
        installation.execute("create database unmade");
        Program scale = installation
                .on("unmade")
                .with("SCALE_DATABASE_URL", installation.databaseUrl().replaceFirst("/[^/]*$", "/unmade"));

        Program.Ran before = scale.run("migrate", "--check");
        assertThat(before.exitCode()).as(before.all()).isEqualTo(1);
        assertThat(before.err()).hasLineCount(1).contains("have version 0", "scale migrate");
        assertThat(scale.run("status").out()).contains("no tables yet");
        assertThat(scale.run("jobs", "list"))
                .matches(ran -> ran.exitCode() == 1 && ran.err().contains("`scale migrate`"));
        assertThat(scale.run("migrate").exitCode()).isZero();
        assertThat(scale.run("migrate", "--check", "--json").out()).contains("\"messaging\":\"");
    }
}
