package dev.scale.benchmarks.contenders;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.local.RabbitNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compared does the same work: each contender leaves exactly the rows that the commands tell of. */
class ContendersIT {

    private static final String PYTHON = "/usr/bin/python3";
    private static final List<String> QUEUE_TYPES = List.of("quorum", "classic");
    private static final int JOBS = 2_000;
    private static final int JOBS_OF_THE_SLOW = 200;

    @TempDir
    static Path folder;

    private static Stage stage;

    @BeforeAll
    static void open() {
        require(RabbitNode.installed(), "no RabbitMQ server on this machine (Debian: apt install rabbitmq-server)");
        stage = new Stage(folder);
    }

    @AfterAll
    static void close() {
        if (stage != null) {
            stage.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ours", "spring", "spring-unnest"})
    void startsTheJobsOfAQueue(String contender) throws Exception {
        drain(java(contender), JOBS);
    }

    @Test
    void thePredecessorsWayStartsTheJobsOfAQueue() throws Exception {
        require(
                new ProcessBuilder(PYTHON, "-c", "import kombu, psycopg2")
                                .start()
                                .waitFor()
                        == 0,
                "no kombu or psycopg2 on this machine (Debian: apt install python3-kombu python3-psycopg2)");
        drain(List.of(PYTHON, Path.of("peers", "predecessor.py").toString()), JOBS_OF_THE_SLOW);
    }

    @Test
    void theBareConsumerEmptiesAQueueAndTouchesNoRow() throws Exception {
        List<String> queues = new ArrayList<>();
        stage.queueJobs(JOBS);
        try (Started process = new Started(java("bare"))) {
            for (String type : QUEUE_TYPES) {
                String queue = stage.queue(type);
                queues.add(queue);
                process.drain(queue, stage.send(queue, JOBS));
            }
        }
        for (String queue : queues) {
            assertThat(stage.waiting(queue)).isZero();
        }
        assertThat(stage.touched()).isZero();
    }

    @Test
    void theBareUpdatesStartJobsWithoutABroker() throws Exception {
        stage.queueJobs(JOBS);
        try (Started process = new Started(java("bare-unnest"))) {
            process.drain("none", JOBS);
        }
        assertThat(stage.started()).isEqualTo(JOBS);
        assertThat(stage.touched()).isEqualTo(2 * JOBS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"quorum", "classic"})
    void perfTestSendsAndReceives(String type) throws Exception {
        String queue = stage.queue(type);

        PerfTestPeer.Rates rates =
                PerfTestPeer.messages(stage.brokerUrl(), new PerfTestPeer.Load(queue, 130, 500), JOBS);

        assertThat(rates.sent()).isPositive();
        assertThat(rates.received()).isPositive();
        assertThat(stage.waiting(queue)).isZero();
    }

    /** One process drains a queue of each type, one after the other. */
    private static void drain(List<String> command, int jobs) throws Exception {
        List<String> queues = new ArrayList<>();
        try (Started process = new Started(command)) {
            for (String type : QUEUE_TYPES) {
                stage.queueJobs(jobs);
                String queue = stage.queue(type);
                queues.add(queue);
                int messages = stage.send(queue, jobs);
                process.drain(queue, messages);
                assertThat(stage.started()).as(type).isEqualTo(jobs);
                assertThat(stage.touched()).as(type).isEqualTo(2L * jobs);
            }
        }
        for (String queue : queues) {
            assertThat(stage.waiting(queue)).isZero();
        }
    }

    private static List<String> java(String contender) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ContenderMain.class.getName(),
                contender);
    }

    /** Skips the test, loudly, or fails where nothing may be missing. */
    private static void require(boolean there, String otherwise) {
        if (!there && !Objects.equals(System.getenv("CI"), "true")) {
            System.err.println("SKIPPED: " + otherwise);
            Assumptions.abort(otherwise);
        }
        assertThat(there).as(otherwise).isTrue();
    }

    /** A contender's process. */
    private static final class Started implements AutoCloseable {

        private final Process process;
        private final BufferedReader answers;
        private final Writer orders;

        Started(List<String> command) throws IOException {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().putAll(stage.environment());
            process = builder.start();
            answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            orders = process.outputWriter(StandardCharsets.UTF_8);
            assertThat(answers.readLine()).startsWith("configuration ");
        }

        void drain(String queue, int messages) throws IOException {
            orders.write("drain " + queue + " " + messages + "\n");
            orders.flush();
            assertThat(answers.readLine()).isEqualTo("done");
        }

        @Override
        public void close() throws Exception {
            orders.close();
            assertThat(process.waitFor()).isZero();
        }
    }
}
