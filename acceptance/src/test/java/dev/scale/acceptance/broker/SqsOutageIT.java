package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.acceptance.broker.sqs.FakeQueue;
import dev.scale.acceptance.broker.sqs.FakeSqs;
import dev.scale.acceptance.broker.sqs.SqsError;
import dev.scale.acceptance.broker.sqs.SqsFault;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker and a sender while SQS is not well: nothing is lost, nothing has its effect twice, nothing is blamed. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsOutageIT {

    private static final String ENDPOINT = "aws.endpointUrlSqs";
    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private final BrokerLines lines = new BrokerLines();
    private final String name = "outage-" + UUID.randomUUID() + ".fifo";
    private final List<AutoCloseable> opened = new ArrayList<>();
    private FakeSqs sqs;
    private Effects effects;

    @BeforeEach
    void start() throws Exception {
        sqs = FakeSqs.start();
        System.setProperty(ENDPOINT, sqs.endpoint().toString());
        effects = new Effects(POSTGRES);
    }

    @AfterEach
    void stop() throws Exception {
        sqs.heal();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        System.clearProperty(ENDPOINT);
        sqs.close();
        lines.close();
    }

    private Broker broker(String queue) {
        return opened(Broker.open(BrokerUrl.parse(FakeSqs.brokerUrl()), BrokerOptions.forQueue(queue)));
    }

    private <T extends AutoCloseable> T opened(T one) {
        opened.add(one);
        return one;
    }

    private Worker started(String queue) {
        return started(queue, 2);
    }

    private Worker started(String queue, int threads) {
        Worker worker = opened(effects.worker(
                broker(queue),
                queue,
                WorkerOptions.DEFAULTS.withThreads(threads).withBatchSize(50)));
        worker.start();
        return worker;
    }

    static Stream<Arguments> outages() {
        return Stream.of(
                Arguments.of("throttled", SqsFault.error(SqsError.THROTTLED)),
                Arguments.of("internal error", SqsFault.error(SqsError.INTERNAL)),
                Arguments.of("unavailable", SqsFault.error(SqsError.UNAVAILABLE)),
                Arguments.of("bad gateway", SqsFault.badGateway()),
                Arguments.of("expired token", SqsFault.error(SqsError.EXPIRED_TOKEN)),
                Arguments.of("time too skewed", SqsFault.error(SqsError.TIME_TOO_SKEWED)),
                Arguments.of("signature expired", SqsFault.error(SqsError.SIGNATURE_EXPIRED)),
                Arguments.of("unknown key", SqsFault.error(SqsError.UNKNOWN_KEY)),
                Arguments.of("access denied", SqsFault.error(SqsError.ACCESS_DENIED)),
                Arguments.of("no queue", SqsFault.error(SqsError.NO_QUEUE)),
                Arguments.of("cut", SqsFault.cut()),
                Arguments.of("silent", SqsFault.silence()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("outages")
    void anOutageIsWaitedForAndBlamesNoCommand(String fault, SqsFault happening) throws Exception {
        FakeQueue queue = sqs.queue(name.replace(".fifo", ""));
        String plain = name.replace(".fifo", "");
        // of two threads the second may notice when the first is back already
        Worker worker = started(plain, 1);
        SteadySender sender = new SteadySender(effects, broker(plain));
        await().atMost(LONG).until(() -> effects.applied() > 100);

        sqs.always(happening);
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(lines.lost()).as(fault).isEqualTo(1));
        sqs.heal();

        await().atMost(LONG)
                .untilAsserted(() -> assertThat(lines.back()).as(fault).isEqualTo(1));
        queue.expire(); // what was in flight comes at once, and not when its time has passed
        long before = effects.applied();
        await().atMost(LONG).until(() -> effects.applied() > before + 100);
        Set<String> ledger = sender.stop();
        effects.awaitEachOnce(ledger);
        await().atMost(LONG).untilAsserted(() -> {
            queue.expire();
            assertThat(queue.bodies()).isEmpty();
        });
        worker.close();
        assertThat(lines.lost()).as("one line for each change").isEqualTo(1);
        assertThat(lines.back()).isEqualTo(1);
        assertThat(lines.all()).as("and one of what could not be settled").hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aQueueThatMayNotBeReceivedFromIsNotTakenForAvailableAgain() throws Exception {
        sqs.queue("commands");
        sqs.always("ReceiveMessage", SqsFault.error(SqsError.ACCESS_DENIED));
        started("commands");
        await().atMost(LONG).until(() -> sqs.requests("ReceiveMessage").size() > 8);

        assertThat(lines.lost()).isEqualTo(1);
        assertThat(lines.back()).isZero();

        sqs.heal();
        await().atMost(LONG).until(() -> lines.back() == 1);
        assertThat(lines.all()).hasSize(2);
    }

    @Test
    void aQueueThatIsDeletedIsWaitedForUntilItIsThereAgain() throws Exception {
        FakeQueue queue = sqs.queue("commands");
        Worker worker = started("commands");
        CommandSender sender = new CommandSender(broker("commands"));
        List<Command> first = effects.commands(30);
        assertThat(sender.send(first).complete()).isTrue();
        effects.awaitEachOnce(ids(first));
        await().atMost(LONG).untilAsserted(() -> assertThat(queue.bodies()).isEmpty());

        sqs.delete("commands");
        await().atMost(LONG).until(() -> lines.lost() == 1);
        FakeQueue again = sqs.queue("commands");
        await().atMost(LONG).until(() -> lines.back() == 1);

        List<Command> second = effects.commands(30);
        assertThat(sender.send(second).complete()).isTrue();
        effects.awaitEachOnce(ids(second));
        await().atMost(LONG).untilAsserted(() -> assertThat(again.bodies()).isEmpty());
        worker.close();
    }

    @Test
    void messagesThatComeTwiceHaveOneEffect() throws Exception {
        FakeQueue queue = sqs.queue("commands").deliversTwice();
        started("commands");
        List<Command> commands = effects.commands(300);
        assertThat(new CommandSender(broker("commands")).send(commands).complete())
                .isTrue();

        effects.awaitEachOnce(ids(commands));
        await().atMost(LONG).untilAsserted(() -> {
            queue.expire(); // what was in flight comes at once, and not when its time has passed
            assertThat(queue.bodies()).isEmpty();
        });
    }

    @Test
    void sevenHandledCommandsAreDeletedBeforeTheWorkerEnds() throws Exception {
        FakeQueue queue = sqs.queue("commands").visibility(600);
        Worker worker = started("commands");
        List<Command> commands = effects.commands(7);
        assertThat(new CommandSender(broker("commands")).send(commands).complete())
                .isTrue();
        effects.awaitEachOnce(ids(commands));

        worker.close();

        assertThat(queue.bodies()).isEmpty();
    }

    @Test
    void aRetryLeavesItsPlaceInAMessageGroupAndLaterOnesGoOn() throws Exception {
        FakeQueue queue = sqs.queue(name);
        List<String> order = java.util.Collections.synchronizedList(new ArrayList<>());
        List<Command> commands = effects.commands(3).stream()
                .map(command -> command.inGroup("one group"))
                .toList();
        String failing = commands.get(0).id();
        HandlerGroup<Effects.Count> group = HandlerGroup.of(Effects.COUNT, (received, unit) -> {
            for (var command : received) {
                boolean first = !order.contains(command.id());
                order.add(command.id());
                if (first && command.id().equals(failing)) {
                    unit.retryLater(command, "once");
                }
            }
            Effects.apply(
                    received.stream()
                            .filter(command -> !command.id().equals(failing)
                                    || order.stream().filter(failing::equals).count() > 1)
                            .toList(),
                    unit);
        });
        Worker worker = opened(effects.worker(
                broker(name), name, WorkerOptions.DEFAULTS.withThreads(1).withBatchSize(1), group));
        assertThat(new CommandSender(broker(name)).send(commands).complete()).isTrue();

        worker.start();

        await().atMost(LONG).untilAsserted(() -> assertThat(effects.applied()).isEqualTo(3));
        assertThat(order)
                .containsExactly(failing, commands.get(1).id(), commands.get(2).id(), failing);
        await().atMost(LONG).untilAsserted(() -> assertThat(queue.bodies()).isEmpty());
        List<String> deduplication = new ArrayList<>();
        for (String action : List.of("SendMessage", "SendMessageBatch")) {
            sqs.requests(action)
                    .forEach(request -> request.entriesOrBody().forEach(entry -> {
                        deduplication.add(entry.path("MessageDeduplicationId").asString());
                        assertThat(entry.path("MessageGroupId").asString()).isNotEmpty();
                        assertThat(entry.has("DelaySeconds")).isFalse();
                    }));
        }
        assertThat(deduplication).as("each try has its own").hasSize(4).doesNotHaveDuplicates();
    }

    @Test
    void theSameBodySentTwiceOnPurposeArrivesTwiceAndARepeatedSendOnce() throws IOException, InterruptedException {
        FakeQueue queue = sqs.queue(name);
        CommandSender sender = new CommandSender(broker(name));
        Command one = Command.ofJson("echo", "\"the same\"", null);
        Command two = Command.ofJson("echo", "\"the same\"", null);

        assertThat(sender.send(List.of(one, two)).unconfirmed()).isEmpty();
        assertThat(sender.send(List.of(one)).unconfirmed()).isEmpty();

        assertThat(queue.bodies()).hasSize(2);
        assertThat(Set.copyOf(queue.bodies())).hasSize(1);
    }

    private static List<String> ids(List<Command> commands) {
        return commands.stream().map(Command::id).toList();
    }
}
