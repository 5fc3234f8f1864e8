package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.RetryPolicy;
import dev.scale.messaging.TryLimits;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The module's groups in a worker. */
class JobsModuleTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final Instant T = Instant.parse("2018-03-01T10:00:00Z");

    private final Broker broker =
            Broker.open(BrokerUrl.parse("memory://" + UUID.randomUUID()), BrokerOptions.forQueue("q"));
    private final CommandSender sender = new CommandSender(broker);
    private Worker worker;

    @BeforeEach
    void start() {
        TryLimits limits = new TryLimits(
                new RetryPolicy(2, Duration.ZERO), TryLimits.DEFAULTS.earlyLimit(), TryLimits.DEFAULTS.memory());
        worker = new Worker(
                broker,
                "q",
                db.database(),
                Handlers.of(new JobsModule().groups()),
                WorkerOptions.DEFAULTS.withTries(limits));
        worker.start();
    }

    @AfterEach
    void stop() {
        worker.close();
        broker.close();
    }

    @Test
    void cancelWithoutANumberIsDoneOnceHoweverOftenItIsDelivered() {
        sender.send(JobCommands.submit(List.of(Submission.of(5, "t"))));
        awaitOne("select count(*) from scale.job where status = 'QUEUED'");
        List<Command> cancel = JobCommands.cancelCurrent(T, List.of(5L));
        sender.send(cancel);
        awaitOne("select count(*) from scale.job where status = 'CANCELED'");
        sender.send(JobCommands.requeue(List.of(new ExecutionId(5, 1)), OptionalInt.empty()));
        awaitOne("select count(*) from scale.job where status = 'QUEUED'");

        sender.send(cancel);
        awaitHandled(echo());

        assertThat(db.column("select status || exe_num from scale.job")).containsExactly("QUEUED2");
        assertThat(db.number(
                        "select count(*) from scale.inbox where message_id = ?",
                        cancel.get(0).id()))
                .isEqualTo(1);
    }

    @Test
    void commandsOfThePredecessorThatHaveNoCounterpartAreDeadLettersAtOnce() {
        List<Command> commands = new ArrayList<>();
        NotOurs.TYPES.forEach(type -> commands.add(Command.ofJson(type, "{\"job_ids\": [1]}", null)));
        sender.send(commands);

        await().untilAsserted(() -> assertThat(
                        db.column("select type from scale.dead_letter where reason like 'not ours: %' order by type"))
                .isEqualTo(NotOurs.TYPES));
        assertThat(NotOurs.TYPES).hasSize(27).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void failingFailsUntilItsAttemptsAreUsedUp() {
        sender.send(List.of(Command.of(Failing.TYPE, new Failing("[1]"))));

        awaitOne("select count(*) from scale.dead_letter where type = 'failing' and reason like '%always fails%'");
        assertThat(db.number("select count(*) from scale.inbox where ending = 'later'"))
                .isEqualTo(1);
    }

    @Test
    void chainSendsOneEcho() {
        sender.send(List.of(Command.of(Chain.TYPE, new Chain("{\"a\":1.50}"))));

        await().untilAsserted(() -> assertThat(db.number("select count(*) from scale.inbox where ending = 'done'"))
                .isEqualTo(2));
        await().untilAsserted(() ->
                assertThat(db.number("select count(*) from scale.outbox")).isZero());
    }

    @Test
    void aWorkerThatIsToldToPrunesJobsAndTellsWhatCameLate() throws Exception {
        List<Command> submission = JobCommands.submit(List.of(Submission.of(5, "t")));
        sender.send(submission);
        sender.send(JobCommands.completed(T, List.of(new ExecutionId(5, 1))));
        awaitOne("select count(*) from scale.job where status = 'COMPLETED'");
        worker.close();
        db.execute("update scale.job set last_status_change = now() - interval '2 days'");
        Map<String, Integer> withoutEffect = new ConcurrentHashMap<>();

        worker = new Worker(
                broker,
                "q",
                db.database(),
                Handlers.of(new JobsModule().groups()),
                WorkerOptions.DEFAULTS.withRetention(Duration.ofDays(1)),
                new WorkerListener() {
                    @Override
                    public void withoutEffect(String group, Map<String, Integer> parts) {
                        parts.forEach((reason, number) -> withoutEffect.merge(reason, number, Integer::sum));
                    }
                });
        worker.start();
        awaitOne("select count(*) from scale.pruned_job where id = 5");
        sender.send(submission);
        sender.send(JobCommands.completed(T, List.of(new ExecutionId(5, 1))));

        await().untilAsserted(() -> assertThat(withoutEffect).isEqualTo(Map.of("job pruned", 2)));
        assertThat(db.number("select count(*) from scale.job")).isZero();
        assertThat(db.number("select count(*) from scale.outbox")).isZero();
    }

    private static Command echo() {
        return Command.of(Echo.TYPE, new Echo("1"));
    }

    /** Commands of one queue are taken in order, so that those before it are handled too. */
    private void awaitHandled(Command last) {
        sender.send(List.of(last));
        await().untilAsserted(
                        () -> assertThat(db.number("select count(*) from scale.inbox where message_id = ?", last.id()))
                                .isEqualTo(1));
        worker.pause();
        worker.resume();
    }

    private static void awaitOne(String count) {
        await().untilAsserted(() -> assertThat(db.number(count)).isEqualTo(1));
    }
}
