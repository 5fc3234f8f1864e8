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
        JobsModule module = new JobsModule();
        Schema.migrate(POSTGRES.database(), module.name(), module.migrations().orElseThrow());
    }

    @Test
    void aJobsWholeLifeIsReportedByAForeignClient() throws Exception {
        String id = Long.toString(JobId.next());
        put("submit_jobs", "{'jobs': [{'id': %s, 'type': 'checksum', 'input': {'file': 'a'}}]}", id);
        try (Broker broker = open();
                Worker worker = worker(broker)) {
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

    @Test
    void aForeignSchedulerCancelsRequeuesAndReportsTheEndBeforeItsTime() throws Exception {
        String id = Long.toString(JobId.next());
        String end = "{'job_exe_end_models': [{'id': 77, 'job_id': %s, 'job_type_id': 3, 'exe_num': 2,"
                + " 'task_results': {'version': '1.0', 'tasks': [{'type': 'main', 'exit_code': 0}]}, 'status': 'COMPLETED',"
                + " 'queued': '2018-03-01T10:00:00Z', 'ended': '2018-03-01T10:05:00Z', 'node_id': 7}]}";
        try (Broker broker = open();
                Worker worker = worker(broker)) {
            worker.start();
            put("create_job_exe_ends", end, id);
            put("submit_jobs", "{'jobs': [{'id': %s, 'type': 'checksum'}]}", id);
            awaitStatus(id, "QUEUED");
            put("cancel_jobs", "{'job_ids': [%s], 'when': '2018-03-01T10:01:00Z'}", id);
            awaitStatus(id, "CANCELED");
            put("requeue_jobs", "{'jobs': [{'id': %s, 'exe_num': 1}], 'priority': 7}", id);

            awaitStatus(id, "COMPLETED");
        }
        assertThat(of(id, "row(exe_num, first_exe, max_tries, priority, node)")).isEqualTo("(2,2,4,7,7)");
        assertThat(POSTGRES.column("select row(status, task_results #>> '{tasks,0,exit_code}') from scale.job_exe"
                        + " where job_id = " + id + " order by exe_num"))
                .containsExactly("(CANCELED,)", "(COMPLETED,0)");
    }

    private Broker open() {
        // As kombu declares it, whoever comes first.
        return Broker.open(
                BrokerUrl.parse(RABBITMQ.url()), BrokerOptions.forQueue(queue).withQueueType("classic"));
    }

    private Worker worker(Broker broker) {
        return new Worker(broker, queue, POSTGRES.database(), Handlers.of(module.groups()), WorkerOptions.DEFAULTS);
    }

    private void put(String type, String body, String id) throws Exception {
        kombu.run("queue.put({'type': '%s', 'body': %s})".formatted(type, body.formatted(id)));
    }

    private static void awaitStatus(String id, String status) {
        await().atMost(Duration.ofMinutes(2))
                .untilAsserted(() -> assertThat(of(id, "status")).isEqualTo(status));
    }

    private static String of(String id, String column) {
        List<String> found = POSTGRES.column("select " + column + " from scale.job where id = " + id);
        return found.isEmpty() ? null : found.get(0);
    }
}
