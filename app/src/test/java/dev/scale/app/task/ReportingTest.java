package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.jobs.ExecutionId;
import dev.scale.messaging.Command;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.Subscription;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportingTest {

    private static final Task TASK = new Task(new ExecutionId(5, 2), Optional.of("checksum"), false, "node-7");
    private static final String AWAY = "amqp://svc:S3cr3t@127.0.0.1:1//";

    @TempDir
    Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);

    private String trace = "";

    private Configuration with(String brokerUrl) {
        return Configuration.of(
                Map.of(
                        "SCALE_HOME",
                        home.resolve("home").toString(),
                        "SCALE_BROKER_URL",
                        brokerUrl,
                        "TRACEPARENT",
                        trace),
                Map.of());
    }

    private Reporting.Counts report(String brokerUrl) {
        try (Reporting reporting = new Reporting(with(brokerUrl), new Console(stream, stream))) {
            reporting.send(List.of(Command.ofJson("echo", "1", null), Command.ofJson("echo", "2", null)));
            reporting.send(List.of(Command.ofJson("echo", "3", null)));
            reporting.finish(TASK);
            return reporting.counts();
        }
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsConfirmedNeedsNoWords() {
        assertThat(report("memory://reporting-1")).isEqualTo(new Reporting.Counts(3, 0, 0, 0));
        assertThat(said()).isEmpty();
        assertThat(home.resolve("home")).doesNotExist();
    }

    @Test
    void whatTheBrokerDoesNotTakeIsKeptAndSaidInOneLineWithoutSecrets() {
        for (String url : new String[] {AWAY, "", "nonsense://x", "amqp://svc:S3cr3t@host:port//"}) {
            said.reset();
            assertThat(report(url)).as(url).isEqualTo(new Reporting.Counts(0, 3, 0, 0));
            assertThat(said())
                    .hasLineCount(1)
                    .contains("3 reports on job 5, execution 2 are kept in ", "scale spool send")
                    .doesNotContain("S3cr3t");
        }
    }

    @Test
    void theNextTaskSendsWhatWasKept() throws IOException {
        report(AWAY);
        said.reset();
        try (Broker keepsTheQueue = Broker.open(
                with("memory://reporting-2").brokerUrl(),
                with("memory://reporting-2").brokerOptions("test"))) {
            assertThat(report("memory://reporting-2").kept()).isZero();
            assertThat(keepsTheQueue.depth().ready()).isEqualTo(6);
        }
        assertThat(said()).hasLineCount(1).contains("sent from the spool: 3");
        assertThat(Spool.in(home.resolve("home")).hasWork()).isFalse();
    }

    @Test
    void ownReportsBelongToTheTraceOfTheEnvironmentAndThoseOfOthersDoNot() throws InterruptedException {
        report(AWAY);
        trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Configuration configuration = with("memory://reporting-3");
        try (Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions("test"));
                Subscription subscription = broker.subscribe(10)) {
            report("memory://reporting-3");
            assertThat(subscription.receive(10, Duration.ofMinutes(1)))
                    .extracting(delivery -> delivery.headers().getOrDefault(Headers.TRACEPARENT, ""))
                    .containsExactly(trace, trace, trace, "", "", "");
        }
    }

    @Test
    void whatCanNeitherBeSentNorKeptIsSaidInFull() throws IOException {
        Files.writeString(home.resolve("home"), "a file in place of the folder");

        assertThat(report(AWAY)).isEqualTo(new Reporting.Counts(0, 0, 0, 3));
        assertThat(said()).contains("LOST", "{\"type\": \"echo\", \"body\": 3}").doesNotContain("S3cr3t");
    }

    @Test
    void reportsSayTheSameInBothCommandsOfTheEnd() {
        TaskReports reports = new TaskReports(TASK, ErrorNames.parse("f", List.of("checksum 3 bad-input")));
        Ending ending = new Ending(3, false, Instant.EPOCH, Instant.EPOCH.plusSeconds(1), "no such file");

        List<Command> ended = reports.ended(ending);

        assertThat(ended).extracting(Command::type).containsExactly("failed_jobs", "create_job_exe_ends");
        assertThat(ended)
                .extracting(command -> new String(command.body(), StandardCharsets.UTF_8))
                .allMatch(body -> body.contains("\"bad-input\"") && body.contains("\"no such file\""));
        assertThat(new String(ended.get(1).body(), StandardCharsets.UTF_8))
                .contains("\"exit_code\":3", "\"was_timed_out\":false", "\"status\":\"FAILED\"", "5x2_main");
    }

    @Test
    void aJobOfTheTasksOwnIsSubmittedWithOneTryAndClaimed() {
        Task own = new Task(new ExecutionId(5, 1), Optional.of("make"), true, "node-7");

        List<Command> started = new TaskReports(own, ErrorNames.parse("f", List.of())).started(Instant.EPOCH);

        assertThat(started).extracting(Command::type).containsExactly("submit_jobs", "running_jobs");
        assertThat(new String(started.get(0).body(), StandardCharsets.UTF_8))
                .contains("\"max_tries\":1", "\"type\":\"make\"", "\"claimed_by\":\"task ");
    }
}
