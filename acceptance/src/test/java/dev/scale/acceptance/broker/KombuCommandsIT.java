package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.jobs.JobId;
import dev.scale.jobs.JobsModule;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Schema;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A task author's Python program against our handlers, over a queue that the program declared. */
class KombuCommandsIT {

    @RegisterExtension
    static final SharedService RABBITMQ = SharedService.rabbitMq();

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private final String queue = "kombu-" + UUID.randomUUID();
    private final Kombu kombu = new Kombu(RABBITMQ, queue);
    private final JobsModule module = new JobsModule();

    @BeforeAll
    static void requireKombu() throws Exception {
        Kombu.require();
    }

    @Test
    void aJobsWholeLifeIsReportedByAForeignClient() throws Exception {
        Schema.migrate(POSTGRES.database(), module.name(), module.migrations().orElseThrow());
        String id = Long.toString(JobId.next());
        put("submit_jobs", "{'jobs': [{'id': %s, 'type': 'checksum', 'input': {'file': 'a'}}]}", id);
        try (Broker broker = Broker.open(BrokerUrl.parse(RABBITMQ.url()), BrokerOptions.forQueue(queue));
                Worker worker = new Worker(
                        broker, queue, POSTGRES.database(), Handlers.of(module.groups()), WorkerOptions.DEFAULTS)) {
            worker.start();
            awaitStatus(id, "QUEUED");

            put(
                    "running_jobs",
                    "{'started': '2018-03-01T10:00:00.123456Z', 'nodes': [{'id': 7, 'jobs': [{'id': %s, 'exe_num': 1}]}]}",
                    id);
            awaitStatus(id, "RUNNING");
            put("store_job_output", "{'jobs': [{'id': %s, 'exe_num': 1, 'output': {'lines': 9007199254740993}}]}", id);
            put("completed_jobs", "{'ended': '2018-03-01T10:05:00+00:00', 'jobs': [{'id': %s, 'exe_num': 1}]}", id);

            awaitStatus(id, "COMPLETED");
            await().untilAsserted(() -> assertThat(of(id, "output ->> 'lines'")).isEqualTo("9007199254740993"));
        }
        assertThat(of(id, "node")).isEqualTo("7");
        assertThat(of(id, "(started at time zone 'UTC')::text")).isEqualTo("2018-03-01 10:00:00.123456");
        assertThat(POSTGRES.column("select reason from scale.dead_letter")).isEmpty();
    }

    private void put(String type, String body, String id) throws Exception {
        kombu.run("queue.put({'type': '%s', 'body': %s})".formatted(type, body.formatted(id)));
    }

    private static void awaitStatus(String id, String status) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(of(id, "status")).isEqualTo(status));
    }

    private static String of(String id, String column) {
        List<String> found = POSTGRES.column("select " + column + " from scale.job where id = " + id);
        return found.isEmpty() ? null : found.get(0);
    }
}
