package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.scale.messaging.broker.BrokerUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code scale doctor} as a process, over RabbitMQ and PostgreSQL that are well and that are not. */
@Timeout(value = 8, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DoctorIT {

    private static final String SECRET = "S3cr3t";

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

    private static void declare(String queue, boolean durable, Map<String, Object> arguments) throws Exception {
        BrokerUrl url = BrokerUrl.parse(installation.brokerUrl());
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(url.hosts().get(0).name());
        factory.setPort(url.hosts().get(0).port());
        factory.setUsername(url.credentials().orElseThrow().user());
        factory.setPassword(url.credentials().orElseThrow().password());
        try (Connection connection = factory.newConnection()) {
            connection.createChannel().queueDeclare(queue, durable, false, false, new HashMap<>(arguments));
        }
    }

    /** A run with findings; each that is no {@code ok} says why it matters and what mends it. */
    private static Program.Ran examine(Program scale, int exitCode, String... words) throws Exception {
        Program.Ran ran = scale.run("doctor", "--json");
        assertThat(ran.exitCode()).as(ran.all()).isEqualTo(exitCode);
        assertThat(ran.all()).contains(words).doesNotContain(SECRET);
        JsonNode findings = JsonMapper.shared().readTree(ran.out()).get("findings");
        assertThat(findings.size()).isGreaterThan(2);
        findings.forEach(finding -> {
            boolean ok = finding.get("severity").asString().equals("ok");
            assertThat(finding.get("what").asString()).isNotEmpty();
            assertThat(finding.has("why") && finding.has("mend")).isEqualTo(!ok);
        });
        return ran;
    }

    @Test
    void aSoundInstallationHasNothingToMend() throws Exception {
        Program scale = installation.on("sound");
        try (RunningProgram handler = installation.handler("sound")) {
            assertThat(scale.run("echo").exitCode()).isZero();

            Program.Ran ran = examine(
                    scale,
                    0,
                    "\"worst\":\"ok\"",
                    "RabbitMQ ",
                    "of type ",
                    "\"handlers\"",
                    "have version ",
                    "from the URL");
            assertThat(ran.err()).isEmpty();
            assertThat(scale.run("doctor", "--strict").exitCode()).isZero();
            assertThat(scale.run("doctor").out()).contains("ok      queue: 'sound' is there");
            assertThat(handler.stop()).isZero();
        }
    }

    @Test
    void whatWaitsForNobodyIsAWarning() throws Exception {
        Program scale = installation.on("lonely");
        installation.execute("insert into scale.outbox (queue, message_id, body, message_group)"
                + " values ('former', 'stranded 1', '{}', 'g')");
        try {
            examine(
                    scale,
                    0,
                    "\"worst\":\"warning\"",
                    "no queue 'lonely'",
                    "none lives for queue 'lonely'",
                    "1 commands of queue 'former' wait",
                    "scale handler --queue 'former'");
            assertThat(scale.run("doctor", "--strict").exitCode()).isEqualTo(1);
        } finally {
            installation.execute("delete from scale.outbox");
        }
    }

    @Test
    void aQueueOfAnotherKindIsNamed() throws Exception {
        declare("old", true, Map.of("x-max-length", 5));
        examine(
                installation.on("old").with("SCALE_QUEUE_TYPE", "quorum"),
                0,
                "'old' is there, of type classic",
                "is of type classic, and SCALE_QUEUE_TYPE says quorum",
                "x-max-length is ");
        declare("fleeting", false, Map.of());
        examine(installation.on("fleeting"), 1, "'fleeting' is not durable", "\"severity\":\"error\"");
        declare("limited", true, Map.of("x-queue-type", "quorum", "x-delivery-limit", 3));
        examine(installation.on("limited"), 0, "takes a command out of 'limited' after 3 deliveries");
        assertThat(installation
                        .on("limited")
                        .run("doctor", "--queue", "never there")
                        .out())
                .contains("no queue 'never there'");
        assertThat(installation.on("x").run("queue", "--queue", "never there").exitCode())
                .as("the doctor makes no queue")
                .isEqualTo(1);
    }

    @Test
    void whatDoesNotLetUsInDecidesTheExitCode() throws Exception {
        Program scale = installation.on("refused");
        examine(
                scale.with("SCALE_BROKER_PASSWORD", SECRET),
                77,
                "does not accept user and password",
                "password from SCALE_BROKER_PASSWORD");
        examine(
                scale.with("SCALE_BROKER_URL", "amqp://svc:" + SECRET + "@127.0.0.1:1//"),
                69,
                "amqp://svc:****@127.0.0.1:1//");
        examine(scale.with("SCALE_BROKER_URL", "amqp://svc:" + SECRET + "@host:port//"), 2, "\"settings\"", "port");
        examine(scale.with("SCALE_DATABASE_URL", "postgres://x:" + SECRET + "@127.0.0.1:1/none"), 69, "127.0.0.1:1");
        assertThat(scale.with("SCALE_HTTP_BIND", "0.0.0.0").run("doctor").all())
                .contains("which others can reach: set SCALE_HTTP_TOKEN");
        assertThat(scale.with("SCALE_HANDLE_LIMIT", "soon").run("doctor"))
                .matches(ran -> ran.exitCode() == 2 && ran.out().contains("SCALE_HANDLE_LIMIT 'soon'"));
    }

    @Test
    void aServerThatMayLoseWhatItCommittedIsAnError() throws Exception {
        // the test's server has its other settings from its command line, which nothing beats
        installation.execute("alter role current_user set synchronous_commit = off");
        try {
            examine(installation.on("unsafe"), 1, "synchronous_commit=off", "alter role", "forgotten");
        } finally {
            installation.execute("alter role current_user reset synchronous_commit");
        }
    }

    @Test
    void missingRightsAreNamedWithTheirGrant() throws Exception {
        installation.execute(
                "create role reader login password '" + SECRET + "'; grant usage on schema scale to reader;"
                        + " grant select on all tables in schema scale to reader");
        Program scale = installation
                .on("rights")
                .with(
                        "SCALE_DATABASE_URL",
                        installation.databaseUrl().replaceFirst("//.*@", "//reader:" + SECRET + "@"));

        examine(scale, 77, "insert on scale.audit", "grant select, insert, update, delete on all tables");
    }

    @Test
    void aPoolerAndTooFewConnectionsAreNoticed() throws Exception {
        URI server = URI.create(installation.databaseUrl());
        try (RenumberingProxy proxy = new RenumberingProxy(server.getHost(), server.getPort())) {
            Program scale = installation
                    .on("pooled")
                    .with(
                            "SCALE_DATABASE_URL",
                            installation.databaseUrl().replace(":" + server.getPort() + "/", ":" + proxy.port() + "/"));
            examine(
                    scale.with("SCALE_HANDLER_THREADS", "900"),
                    0,
                    "a pooler such as PgBouncer",
                    "prepareThreshold=0",
                    "one more handler process needs 901");
        }
        assertThat(installation.on("pooled").run("doctor").out()).doesNotContain("pooler");
    }
}
