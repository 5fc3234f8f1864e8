package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.acceptance.broker.sqs.EntryFate;
import dev.scale.acceptance.broker.sqs.FakeQueue;
import dev.scale.acceptance.broker.sqs.FakeSqs;
import dev.scale.acceptance.broker.sqs.SqsFault;
import dev.scale.local.EmbeddedPostgres;
import dev.scale.local.LocalService;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The program over SQS: exit codes, a handler's stop, and the policies that it prints. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsProgramIT {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final String QUEUE = "scale-cmd.fifo";

    @TempDir
    static Path folder;

    private static LocalService postgres;
    private static Program program;

    private FakeSqs sqs;
    private FakeQueue queue;

    @BeforeAll
    static void startDatabase() throws IOException {
        postgres = EmbeddedPostgres.start(folder.resolve("postgres"));
        program = Program.in(folder).with("SCALE_DATABASE_URL", postgres.url()).with("SCALE_QUEUE_NAME", QUEUE);
    }

    @AfterAll
    static void stopDatabase() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void start() throws IOException {
        sqs = FakeSqs.start();
        queue = sqs.queue(QUEUE).visibility(600);
    }

    @AfterEach
    void stop() {
        sqs.close();
    }

    private Program as(String keyId) {
        sqs.accept(keyId, "secret/of/" + keyId, null);
        return program.with("AWS_ENDPOINT_URL_SQS", sqs.endpoint().toString()).with("SCALE_BROKER_URL", url(keyId));
    }

    private static String url(String keyId) {
        return "sqs://" + keyId + ":secret/of/" + keyId + "@us-east-1//";
    }

    @Test
    void aSendOfWhichOneIsRefusedNamesItAndFails() throws Exception {
        sqs.next("SendMessageBatch", SqsFault.entries(Map.of(1, EntryFate.SENDERS_FAULT, 2, EntryFate.SERVERS_FAULT)));

        Program.Ran ran = as("AKIASENDER").runWithInput("1 2 3 4", "send", "-t", "echo", "--json");

        assertThat(ran.exitCode()).as(ran.all()).isNotZero();
        assertThat(queue.bodies())
                .extracting(
                        body -> JsonMapper.shared().readTree(body).path("body").asInt())
                .containsExactlyInAnyOrder(1, 3, 4);
        JsonNode report = JsonMapper.shared().readTree(ran.out());
        assertThat(report.toString()).contains("This will never be taken");
    }

    @Test
    void textThatSqsWouldRefuseArrivesIdentical() throws Exception {
        String text = "bell \\u0007, \ufffe, \uffff, 🦉";

        Program.Ran ran = as("AKIASENDER").runWithInput("\"" + text + "\"", "send", "-t", "echo");

        assertThat(ran.exitCode()).as(ran.all()).isZero();
        assertThat(queue.bodies())
                .extracting(
                        body -> JsonMapper.shared().readTree(body).path("body").asString())
                .containsExactly("bell \u0007, \ufffe, \uffff, 🦉");
    }

    @Test
    void aHandlerThatIsStoppedHasDeletedWhatItHandledAndGivenBackTheRest() throws Exception {
        Program handling = as("AKIAHANDLER");
        try (RunningProgram handler = RunningProgram.start(handling, folder, "handler")) {
            handler.says("handling ");
            assertThat(handling.run("echo", "-c", "7").exitCode()).isZero();
            await().atMost(LONG)
                    .until(() -> queue.mostReceives() > 0 || queue.bodies().isEmpty());

            assertThat(handler.stop()).as(handler.printed()).isZero();
        }

        assertThat(queue.inFlight()).isZero();
        assertThat(queue.bodies()).hasSize((int) queue.ready());
    }

    /** Nothing that is allowed goes unused, and nothing that is used is not allowed. */
    @Test
    void thePolicyOfEachRoleAllowsWhatItAsksForAndNothingElse() throws Exception {
        Program sender = as("AKIASENDER");
        assertThat(sender.run("echo", "-c", "25").exitCode()).isZero();
        assertThat(sender.runWithInput("1", "send", "-t", "echo").exitCode()).isZero();

        Program handling = as("AKIAHANDLER");
        try (RunningProgram handler = RunningProgram.start(handling, folder, "handler")) {
            handler.says("handling ");
            // a command that comes too early is sent again by the handler
            assertThat(sender.runWithInput("{}", "send", "-t", "no_such_type", "--id", "early")
                            .exitCode())
                    .isZero();
            await().atMost(LONG)
                    .until(() -> sqs.actions("AKIAHANDLER").stream().anyMatch(action -> action.startsWith("Send")));
            await().atMost(LONG)
                    .until(() -> sqs.actions("AKIAHANDLER").stream().anyMatch(action -> action.startsWith("Delete")));
            assertThat(handler.stop()).as(handler.printed()).isZero();
        }
        holdAndGiveBack();

        Program operator = as("AKIAOPERATOR");
        assertThat(operator.run("queue").exitCode()).isZero();
        assertThat(operator.run("status").exitCode()).isZero();
        assertThat(operator.run("queue", "purge", "--yes").exitCode()).isZero();
        assertThat(queue.bodies()).isEmpty();

        for (String role : List.of("sender", "handler", "operator")) {
            assertThat(used("AKIA" + role.toUpperCase(java.util.Locale.ROOT)))
                    .as(role)
                    .isEqualTo(allowed(role));
        }
    }

    /** What a handler asks for when it ends with deliveries in hand. */
    private void holdAndGiveBack() throws Exception {
        System.setProperty("aws.endpointUrlSqs", sqs.endpoint().toString());
        assertThat(as("AKIASENDER").run("echo", "-c", "5").exitCode()).isZero();
        try (Broker broker = Broker.open(BrokerUrl.parse(url("AKIAHANDLER")), BrokerOptions.forQueue(QUEUE));
                var subscription = broker.subscribe(5)) {
            assertThat(subscription.receive(5, LONG)).isNotEmpty();
        } finally {
            System.clearProperty("aws.endpointUrlSqs");
        }
    }

    /** As IAM counts them: a batch is no action of its own. */
    private Set<String> used(String keyId) {
        return sqs.actions(keyId).stream()
                .map(action -> "sqs:" + action.replaceFirst("Batch$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> allowed(String role) throws Exception {
        Program.Ran ran =
                program.run("iam-policy", "--region", "us-east-1", "--account", "123456789012", "--role", role);
        assertThat(ran.exitCode()).as(ran.all()).isZero();
        JsonNode statement =
                JsonMapper.shared().readTree(ran.out()).path("Statement").path(0);
        assertThat(statement.path("Resource").asString()).isEqualTo("arn:aws:sqs:us-east-1:123456789012:" + QUEUE);
        return statement
                .path("Action")
                .valueStream()
                .map(JsonNode::asString)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
