package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code scale jobs} as a process, over RabbitMQ and PostgreSQL. */
@Timeout(value = 6, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JobsCommandIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String INSERT =
            "insert into scale.job (id, type, status, exe_num, first_exe, max_tries, priority)"
                    + " select g, '%s', '%s', 1, 1, 3, 100 from generate_series(%s, %s) g;"
                    + " insert into scale.job_exe (job_id, exe_num, status) select id, 1, 'QUEUED' from scale.job"
                    + " where type = '%1$s'";

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

    private static String status(long id) {
        return installation.column("select status || ' ' || exe_num from scale.job where id = " + id).stream()
                .findFirst()
                .orElse("none");
    }

    private static List<String> bodies(String queue, int count) throws Exception {
        List<String> bodies = new ArrayList<>();
        try (Broker broker = Broker.open(BrokerUrl.parse(installation.brokerUrl()), BrokerOptions.forQueue(queue));
                Subscription subscription = broker.subscribe(100)) {
            await().atMost(PATIENCE).until(() -> {
                List<Delivery> deliveries = subscription.receive(100, Duration.ofSeconds(1));
                deliveries.forEach(delivery -> bodies.add(new String(delivery.body(), StandardCharsets.UTF_8)));
                subscription.acknowledge(deliveries);
                return bodies.size() >= count;
            });
        }
        return bodies;
    }

    @Test
    void jobsAreCanceledAndRequeuedByCommandsWithTheNumbersThatWereSeen() throws Exception {
        Program scale = installation.on("changes");
        try (RunningProgram handler = installation.handler("changes")) {
            scale.run("send", "-t", "submit_jobs", "-b", """
                    {"jobs": [{"id": 9007199254740993, "type": "life", "input": {"n": 9007199254740993}},
                              {"id": 12, "type": "life"}]}""");
            await().atMost(PATIENCE).until(() -> status(9007199254740993L).equals("QUEUED 1"));

            Program.Ran cancel = scale.run("jobs", "cancel", "9007199254740993", "99");
            assertThat(cancel.exitCode()).as(cancel.all()).isEqualTo(1);
            assertThat(cancel.out()).contains("asked for 1 job to be canceled, in 1 command");
            assertThat(cancel.err()).contains("there is no job 99");
            await().atMost(PATIENCE).until(() -> status(9007199254740993L).equals("CANCELED 1"));
            assertThat(status(12)).isEqualTo("QUEUED 1");

            Program.Ran requeue = scale.run("jobs", "requeue", "--type", "life", "--priority", "7", "--json");
            assertThat(requeue.exitCode()).as(requeue.all()).isZero();
            assertThat(requeue.out()).contains("\"jobs\":1,\"commands\":1,");
            await().atMost(PATIENCE).until(() -> status(9007199254740993L).equals("QUEUED 2"));
            assertThat(handler.stop()).isZero();
        }
        Program.Ran show = scale.run("jobs", "show", "9007199254740993");
        assertThat(show.out())
                .contains("{\"n\": 9007199254740993}", "priority 7", "EXE\tTIME\tSTATUS")
                .containsSubsequence("QUEUED", "CANCELED", "2\t", "QUEUED");
        JsonNode shown = JsonMapper.shared()
                .readTree(
                        scale.run("jobs", "show", "9007199254740993", "--json").out());
        assertThat(shown.get("id").asString()).isEqualTo("9007199254740993");
        assertThat(shown.get("executions").size()).isEqualTo(2);
        assertThat(scale.run("jobs", "show", "99").exitCode()).isEqualTo(1);

        assertThat(scale.run("jobs", "cancel", "9007199254740993", "12").exitCode())
                .isZero();
        assertThat(bodies("changes", 1))
                .singleElement()
                .satisfies(body -> assertThat(body)
                        .contains("\"cancel_jobs\"")
                        .contains("{\"id\":12,\"exe_num\":1}", "{\"id\":9007199254740993,\"exe_num\":2}"));
        assertThat(status(12)).as("the program writes no jobs").isEqualTo("QUEUED 1");
    }

    @Test
    void manyJobsAreMeantOnlyWithYes() throws Exception {
        Program scale = installation.on("many");
        installation.execute(INSERT.formatted("many", "QUEUED", "5001", "5120"));

        Program.Ran refused = scale.run("jobs", "cancel", "--type", "many");
        assertThat(refused.exitCode()).as(refused.all()).isEqualTo(2);
        assertThat(refused.err()).hasLineCount(1).contains("more than 50 jobs", "--yes");
        assertThat(scale.run("jobs", "cancel", "--type", "many", "--dry-run").out())
                .contains("120 jobs would be canceled; nothing was sent");
        assertThat(scale.run("jobs", "cancel").exitCode()).isEqualTo(2);
        assertThat(scale.run("jobs", "cancel", "5001", "--type", "many").exitCode())
                .isEqualTo(2);
        assertThat(scale.run("jobs", "cancel", "--type", "many", "--status", "completed"))
                .matches(ran -> ran.exitCode() == 2 && ran.err().contains("COMPLETED"));

        Program.Ran sent = scale.run("jobs", "cancel", "--type", "many", "--yes", "--json");
        assertThat(sent.exitCode()).as(sent.all()).isZero();
        assertThat(sent.out()).contains("\"jobs\":120,\"commands\":2,");
        assertThat(bodies("many", 2)).hasSize(2);
    }

    @Test
    void pagesFollowEachOtherAndMeetEveryJobOnce() throws Exception {
        Program scale = installation.on("pages");
        installation.execute(INSERT.formatted("paged", "FAILED", "6001", "6007"));

        List<String> met = new ArrayList<>();
        String[] after = {};
        while (true) {
            String[] arguments = Stream.concat(
                            Stream.of("jobs", "list", "--type", "paged", "--limit", "3", "--json"), Stream.of(after))
                    .toArray(String[]::new);
            JsonNode page = JsonMapper.shared().readTree(scale.run(arguments).out());
            page.get("jobs").forEach(job -> met.add(job.get("id").asString()));
            if (page.get("next") == null) {
                break;
            }
            after = new String[] {"--after", page.get("next").asString()};
        }
        assertThat(met).containsExactly("6007", "6006", "6005", "6004", "6003", "6002", "6001");
        assertThat(scale.run("jobs", "list", "--type", "paged", "--status", "running")
                        .out())
                .hasLineCount(1);
        assertThat(scale.run("jobs", "list", "--since", "yesterday"))
                .matches(ran -> ran.exitCode() == 2 && ran.err().contains("--since 'yesterday'"));
    }

    @Test
    void whatIsNotConfirmedIsAccountedFor() throws Exception {
        installation.execute(INSERT.formatted("away", "QUEUED", "7001", "7003"));

        Program.Ran ran = installation
                .on("away")
                .with("SCALE_BROKER_URL", "amqp://127.0.0.1:1//")
                .run("jobs", "cancel", "--type", "away", "--json");

        assertThat(ran.exitCode()).as(ran.all()).isEqualTo(69);
        assertThat(ran.out()).contains("\"jobs\":0,", "\"jobs\":[\"7001\",\"7002\",\"7003\"]");
        assertThat(ran.err()).contains("not confirmed", "3 jobs from 7001 on");
    }

    @Test
    void aClosedPipeEndsQuietly() throws Exception {
        installation.execute(INSERT.formatted("piped", "QUEUED", "20001", "29000"));
        Program scale = installation.on("pipe");

        Program.Ran ran = scale.shell("\"$SCALE\" jobs list --type piped --limit 9000 | head -n 1");

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.out()).startsWith("ID\tTYPE").hasLineCount(1);
        assertThat(ran.err()).isEmpty();
    }

    @Test
    void theClassPathOfShortCommandsIsEnough() throws Exception {
        Program small = Program.withShortClassPathOnly(folder.resolve("small"))
                .with("SCALE_BROKER_URL", installation.brokerUrl())
                .with("SCALE_DATABASE_URL", installation.databaseUrl())
                .with("SCALE_QUEUE_NAME", "small");
        installation.execute(INSERT.formatted("small", "QUEUED", "8001", "8001"));

        assertThat(small.run("jobs", "list", "--type", "small").out()).contains("8001\tsmall\tQUEUED");
        assertThat(small.run("jobs", "cancel", "8001").out()).contains("asked for 1 job");
        assertThat(small.run("dead-letters", "list", "--json").out()).contains("\"count\":0,");
        Program.Ran discard = small.run("dead-letters", "discard", "--all");
        assertThat(discard.out()).as(discard.all()).contains("discarded 0 dead letters");
    }

    @Test
    void theCompletionScriptCompletesInBash() throws Exception {
        Program.Ran ran = installation
                .on("any")
                .shell(
                        "compopt() { :; }; source <(\"$SCALE\" completion bash); COMP_WORDS=(scale jobs re); COMP_CWORD=2; _complete_scale;"
                                + " echo \"${COMPREPLY[@]}\"; COMP_WORDS=(scale dead-letters show --body ''); COMP_CWORD=4;"
                                + " _complete_scale; echo \"${COMPREPLY[@]}\"");

        assertThat(ran.err()).isEmpty();
        assertThat(ran.out().lines()).containsExactly("requeue", "pretty raw hex");
    }
}
