package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.RetryPolicy;
import dev.scale.messaging.TryLimits;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Commands that come too late, too early or as nonsense, on their way through a worker whose early limit is short. */
class UntimelyCommandsTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final Instant T = Instant.parse("2018-03-01T10:00:00Z");
    private static final JobError LOST = new JobError.Named("node-lost", null);

    private final String queue = UUID.randomUUID().toString();
    private final Broker broker = Broker.open(BrokerUrl.parse("memory://" + queue), BrokerOptions.forQueue(queue));
    private final CommandSender sender = new CommandSender(broker);
    private Worker worker;

    @BeforeEach
    void makeWorker() {
        TryLimits limits = new TryLimits(RetryPolicy.DEFAULT, Duration.ofMillis(500), TryLimits.DEFAULTS.memory());
        worker = new Worker(
                broker,
                queue,
                db.database(),
                Handlers.of(new JobsModule().groups()),
                WorkerOptions.DEFAULTS.withTries(limits));
    }

    @AfterEach
    void stop() {
        worker.close();
        broker.close();
    }

    @Test
    void badCommandsOfABatchBlockNothingAndEndAsDeadLetters() {
        List<Command> good = new ArrayList<>();
        for (long id = 1; id <= 6; id++) {
            good.addAll(JobCommands.submit(List.of(Submission.of(id, "t"))));
        }
        sender.send(good.subList(0, 3));
        publish("empty", "");
        publish("not-json", "{\"type\":");
        sender.send(List.of(Command.ofJson("unheard_of", "{}", "unknown-type")));
        sender.send(List.of(
                Command.of(CompletedJobs.TYPE, new CompletedJobs(T, List.of(new ExecutionId(404, 1))), "unknown-job")));
        sender.send(good.subList(3, 6));

        worker.start();

        await().untilAsserted(
                        () -> assertThat(db.column("select message_id from scale.dead_letter order by message_id"))
                                .containsExactly("empty", "not-json", "unknown-job", "unknown-type"));
        assertThat(db.column("select status from scale.job")).hasSize(6).containsOnly("QUEUED");
        // What is readable was tried again before it was given up; what is not was given up at once.
        assertThat(db.column("select message_id from scale.dead_letter where try = 1 order by message_id"))
                .containsExactly("empty", "not-json");
        assertNothingIsLeft();
    }

    @Test
    void reportsOfFormerExecutionsChangeNothingAndOneThatIsAheadIsNeverAppliedToAnother() {
        worker.start();
        sender.send(JobCommands.submit(List.of(Submission.of(5, "t").withMaxTries(5))));
        await().until(() -> db.column("select status from scale.job").contains("QUEUED"));
        sender.send(JobCommands.failed(T, LOST, List.of(new ExecutionId(5, 1))));
        await().until(() -> db.number("select max(exe_num) from scale.job") == 2);
        sender.send(JobCommands.running(T, "n", List.of(new ExecutionId(5, 2))));
        await().until(() -> db.column("select status from scale.job").contains("RUNNING"));

        sender.send(JobCommands.failed(T, LOST, List.of(new ExecutionId(5, 1))));
        sender.send(JobCommands.completed(T, List.of(new ExecutionId(5, 1))));
        List<Command> ahead = JobCommands.completed(T, List.of(new ExecutionId(5, 3)));
        sender.send(ahead);

        await().untilAsserted(() -> assertThat(db.column("select message_id from scale.dead_letter"))
                .containsExactly(ahead.get(0).id()));
        assertThat(db.column("select status || exe_num from scale.job")).containsExactly("RUNNING2");
        assertThat(db.column("select status from scale.job_exe order by exe_num"))
                .containsExactly("FAILED", "RUNNING");
        assertNothingIsLeft();
    }

    private void publish(String id, String body) {
        broker.publish(List.of(new OutgoingMessage(id, body.getBytes(StandardCharsets.UTF_8), Map.of())))
                .toCompletableFuture()
                .join();
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() ->
                assertThat(db.number("select count(*) from scale.outbox")).isZero());
        worker.close();
        assertThat(broker.depth().ready()).isZero();
    }
}
