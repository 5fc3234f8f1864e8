package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The dashboard of {@code scale up}: what it shows agrees with the database, and it is served under one policy. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DashboardIT extends UpWithDashboard {

    private static final String BIG_ID = "9007199254740993";

    @Test
    void theStateIsFreshAndTheProcessReady() throws Exception {
        await().atMost(PATIENCE).until(() -> !figure("freshness_seconds").equals("null"));
        await().atMost(PATIENCE).until(() -> Double.parseDouble(figure("freshness_seconds")) < 5);

        assertThat(figure("handlers_alive")).isEqualTo("1");
        assertThat(dashboard.get("health/live").statusCode()).isEqualTo(200);
        await().atMost(PATIENCE).until(() -> dashboard.get("health/ready").statusCode() == 200);
    }

    @Test
    void figuresAgreeWithTheTables() throws Exception {
        execute(
                "insert into scale.outbox (queue, message_id, body, message_group, due_at)"
                        + " select 'scale-command-messages', 'far ' || n, '', '', timestamptz '2999-01-01' from generate_series(1, 3) n");
        deadLetters("counted", 2, "counted ");
        try {
            await().atMost(PATIENCE).until(() -> figure("outbox_later").equals("3"));
            await().atMost(PATIENCE)
                    .until(() -> figure("dead_letters")
                            .equals(text("select count(*) from scale.dead_letter where resolved_at is null")));
        } finally {
            execute("delete from scale.outbox where message_id like 'far %'");
            execute("delete from scale.dead_letter where message_id like 'counted %'");
        }
    }

    @Test
    void whatIsSentShowsInRateLatencyAndMetrics() throws Exception {
        assertThat(scale.run("echo", "-c", "300").exitCode()).isZero();

        await().atMost(PATIENCE).until(() -> {
            String metrics = dashboard.get("metrics").body();
            return Pattern.compile("scale_commands_total\\{outcome=\"done\",type=\"echo\"} [3-9][0-9]{2}")
                    .matcher(metrics)
                    .find();
        });
        assertThat(dashboard.get("metrics").body())
                .contains("scale_send_to_commit_seconds_bucket")
                .doesNotContain("scale_canary\"");
    }

    @Test
    void everyDocumentedMetricIsThere() throws Exception {
        assertThat(scale.run("echo", "-c", "1").exitCode()).isZero();
        // A report that comes too late: what is counted by reason is there once there is something to count.
        execute("insert into scale.pruned_job (id) values (31)");
        scale.run("send", "-t", "completed_jobs", "-b", """
                {"ended": "2026-01-02T03:05:05Z", "jobs": [{"id": 31, "exe_num": 1}]}""");
        List<String> documented = Pattern.compile("(?m)^\\| `(scale_[a-z0-9_]+)`")
                .matcher(Files.readString(Path.of("../docs/metrics.md")))
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(documented).hasSizeGreaterThan(15);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Pattern.compile("(?m)^# TYPE (scale_[a-z0-9_]+)")
                                .matcher(dashboard.get("metrics").body())
                                .results()
                                .map(match -> match.group(1))
                                .filter(name -> !name.endsWith("_max")))
                        .containsExactlyInAnyOrderElementsOf(documented));
    }

    @Test
    void jobsAreFoundWithAllDigitsOfTheirIds() throws Exception {
        scale.run("send", "-t", "submit_jobs", "-b", "{\"jobs\": [{\"id\": " + BIG_ID + ", \"type\": \"<b>x\"}]}");
        await().atMost(PATIENCE)
                .until(() -> dashboard
                        .get("api/jobs?type=%3Cb%3Ex&status=QUEUED")
                        .body()
                        .contains(BIG_ID));

        assertThat(dashboard.get("api/jobs?id=" + BIG_ID).body()).contains("\"id\":\"" + BIG_ID + "\"");
        assertThat(dashboard.get("api/jobs?before=" + BIG_ID).body()).doesNotContain(BIG_ID);
        assertThat(dashboard.get("api/jobs?status=FAILED&type=%3Cb%3Ex").body()).contains("\"rows\":[]");
        assertThat(dashboard.get("api/jobs/" + BIG_ID).body())
                .contains("\"id\":\"" + BIG_ID + "\"", "\"executions\":[{\"exe_num\":1,\"status\":\"QUEUED\"");
        execute("update scale.job set node = 'node-7' where id = " + BIG_ID);
        assertThat(dashboard.get("api/jobs?node=node-7").body()).contains(BIG_ID);
        assertThat(dashboard.get("api/jobs?node=node-8").body()).contains("\"rows\":[]");
        assertThat(dashboard.get("api/jobs/counts").body()).contains("\"counted\":true", "\"counts\":{");
        assertThat(dashboard.get("api/jobs/1").statusCode()).isEqualTo(404);
        assertThat(dashboard.get("api/jobs/x").statusCode()).isEqualTo(400);
    }

    @Test
    void commandsAreCountedByType() throws Exception {
        assertThat(scale.run("echo", "-c", "20").exitCode()).isZero();
        scale.run("send", "-t", "cancel_jobs", "-b", "{\"wrong\": true}");

        await().atMost(PATIENCE).untilAsserted(() -> {
            String types = dashboard.get("api/commands").body();
            assertThat(types).contains("\"type\":\"echo\"", "\"type\":\"cancel_jobs\"");
            assertThat(types.substring(types.indexOf("\"type\":\"cancel_jobs\"")))
                    .containsPattern("^[^}]*\"failed\":\"[1-9][^}]*\"last_error\":\"[^}]*\"last_error_at\":\"2");
        });
        assertThat(dashboard.get("api/commands").body()).doesNotContain("scale_canary");
    }

    @Test
    void manyDeadLettersAreReadPageByPage() throws Exception {
        deadLetters("many", 120, "many ");
        String first = dashboard.get("api/dead-letters?text=many").body();
        String next = Dashboard.value(first, "next").replace("\"", "");
        String second =
                dashboard.get("api/dead-letters?text=many&before=" + next).body();

        assertThat(first.split("\"message_id\"")).hasSize(51);
        assertThat(first).contains("\"many 120\"").doesNotContain("\"many 70\"");
        assertThat(second).contains("\"many 70\"").doesNotContain("\"many 71\"");
        execute("delete from scale.dead_letter where message_id like 'many %'");
    }

    @Test
    void statusTellsTheSameFiguresUnderTheSameNames() throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(scale.run("status", "--json").out())
                        .contains("\"figures\":{\"freshness_seconds\":0.", "\"handlers_alive\":1"));
        assertThat(scale.run("status").out()).contains("state:", " old at most (newest canary ");
    }

    @Test
    void handlersAndTheQueueAreShown() throws Exception {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(dashboard.get("api/handlers").body())
                        .contains(
                                "\"state\":\"alive\"", "\"pid\":" + up.process().pid(), "\"connections\":3"));
        assertThat(dashboard.get("api/queue").body()).contains("\"queue\":\"scale-command-messages\"", "\"facts\":{");
    }

    @Test
    void newFiguresComeByThemselves() throws Exception {
        URI address = URI.create(dashboard.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET /api/live HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            int events = 0;
            while (events < 3) {
                if (lines.readLine().startsWith("data: {\"queue\":\"scale-command-messages\"")) {
                    events++;
                }
            }
        }
        assertThat(dashboard.get("api/history").body()).contains("\"names\":[\"freshness_seconds\"", "\"rows\":[[");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "login.html",
                "style.css",
                "app.js",
                "dom.js",
                "words.js",
                "api.js",
                "overview.js",
                "commands.js",
                "audit.js",
                "jobs.js",
                "letters.js",
                "body.js",
                "handlers.js",
                "queue.js",
                "uplot.js",
                "uplot.css"
            })
    void everyFileOfThePageIsServedUnderTheSamePolicy(String path) throws Exception {
        var file = dashboard.get(path);

        assertThat(file.statusCode()).isEqualTo(200);
        assertThat(file.body()).isNotBlank();
        assertThat(file.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(file.headers().firstValue("Server")).isEmpty();
        if (!path.startsWith("uplot")) {
            assertThat(file.body()).doesNotContain("innerHTML", "http://", "https://");
        }
    }

    @Test
    void nothingElseIsServed() throws Exception {
        assertThat(dashboard.get("logback.xml").statusCode()).isEqualTo(404);
        assertThat(dashboard.get("..%2f..%2fetc/passwd").statusCode()).isBetween(400, 404);
        assertThat(dashboard.get("webjars/uplot/1.6.30/package.json").statusCode())
                .isEqualTo(404);
    }

    @Test
    void aForeignNameThatPointsHereIsRefused() throws Exception {
        URI address = URI.create(dashboard.address());
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream()
                    .write("GET /api/figures HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403")
                    .doesNotContain("freshness");
        }
    }

    @Test
    void aPortThatIsAskedForAndTakenIsAFailure() throws Exception {
        Program other = scale.atHome(folder.resolve("other"))
                .with(
                        "SCALE_HTTP_PORT",
                        String.valueOf(URI.create(dashboard.address()).getPort()));
        Program.Ran ran = other.run("up");

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.err()).contains("cannot be listened on", "SCALE_HTTP_PORT");
    }
}
