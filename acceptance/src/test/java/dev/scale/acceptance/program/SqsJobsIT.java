package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.acceptance.broker.sqs.ElasticMq;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs from their submission to their end, by processes of the program over an ElasticMQ. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsJobsIT {

    private static final Duration LONG = Duration.ofMinutes(2);
    private static final int JOBS = 40;

    @RegisterExtension
    static final ElasticMq SQS = new ElasticMq();

    @TempDir
    static Path folder;

    private static LocalService postgres;
    private static Program program;
    private static Program small;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        program = withSqs(Program.in(folder)).with("SCALE_DATABASE_URL", postgres.url());
        small = withSqs(Program.withShortClassPathForSqs(folder.resolve("small")));
    }

    @AfterAll
    static void stopDatabase() {
        if (postgres != null) {
            postgres.close();
        }
    }

    private static Program withSqs(Program program) {
        return program.with("SCALE_BROKER_URL", ElasticMq.URL)
                .with("AWS_ENDPOINT_URL_SQS", SQS.endpoint().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "jobs.fifo"})
    void jobsGoTheirWay(String queue) throws Exception {
        SQS.queue(queue);
        int first = queue.endsWith(".fifo") ? 1_000 : 1;
        Program handling = program.with("SCALE_QUEUE_NAME", queue);
        Program sending = small.with("SCALE_QUEUE_NAME", queue);
        try (RunningProgram handler = RunningProgram.start(handling, folder, "handler");
                RunningProgram other = RunningProgram.start(handling, folder, "handler")) {
            handler.says("handling ");
            other.says("handling ");
            send(sending, "submit_jobs", "{\"jobs\":[" + each(first, "{\"id\":%d,\"type\":\"t\"}") + "]}");
            // a process for each report takes its time: a few, and the others together
            for (int job = first; job < first + 3; job++) {
                String execution = "{\"id\":" + job + ",\"exe_num\":1}";
                send(
                        sending,
                        "running_jobs",
                        "{\"started\":\"2026-01-02T03:04:05Z\",\"nodes\":[{\"id\":\"n\",\"jobs\":[" + execution
                                + "]}]}");
                send(sending, "completed_jobs", "{\"ended\":\"2026-01-02T03:05:05Z\",\"jobs\":[" + execution + "]}");
            }
            send(
                    sending,
                    "completed_jobs",
                    "{\"ended\":\"2026-01-02T03:05:05Z\",\"jobs\":[" + each(first, "{\"id\":%d,\"exe_num\":1}") + "]}");

            await().atMost(LONG)
                    .untilAsserted(() -> assertThat(count(
                                    "select count(*) from scale.job where status = 'COMPLETED' and id >= " + first))
                            .as(handler.printed() + other.printed())
                            .isEqualTo(JOBS));
            assertThat(handler.stop()).isZero();
            assertThat(other.stop()).isZero();
        }
        assertThat(handling.run("queue", "--json").out()).contains("\"ready\":0");
        assertThat(count("select count(*) from scale.dead_letter")).isZero();
    }

    @Test
    void aQueueThatDoesNotExistIsSaidSoAndNotMade() throws Exception {
        Program missing = program.with("SCALE_QUEUE_NAME", "mistyped");

        assertThat(missing.run("queue"))
                .matches(ran -> ran.exitCode() == 1 && ran.err().contains("no queue 'mistyped'"));
        assertThat(missing.run("echo"))
                .matches(ran -> ran.exitCode() == 69 && ran.err().contains("mistyped"));
        assertThat(SQS.client().listQueues().queueUrls()).noneMatch(url -> url.contains("mistyped"));
    }

    private static void send(Program sending, String type, String body) throws Exception {
        Program.Ran ran = sending.runWithInput(body, "send", "-t", type);
        assertThat(ran.exitCode()).as(ran.all()).isZero();
    }

    private static String each(int first, String form) {
        return IntStream.range(first, first + JOBS).mapToObj(form::formatted).collect(Collectors.joining(","));
    }

    private static long count(String sql) throws SQLException {
        try (Database database = Database.open(DatabaseUrl.parse(postgres.url()), 1, "test");
                Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
