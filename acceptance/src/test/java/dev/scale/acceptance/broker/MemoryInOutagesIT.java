package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.FaultProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A handler process and a sender with small heaps in the midst of a backlog, while something is away: their heaps do not grow. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MemoryInOutagesIT {

    private static final String HEAP = "64m";
    private static final long BOUND = 32L * 1024 * 1024;
    /** What collections give or take. */
    private static final long MARGIN = 4L * 1024 * 1024;

    private static final int SENT_BEFORE = 25_000;
    private static final int BACKLOG = 20_000;
    /** So large that either heap would be too small for the backlog. */
    private static final int SIZE = 3_000;

    private static final Duration HALF_AN_OUTAGE = Duration.ofSeconds(8);
    private static final Duration LONG = Duration.ofMinutes(2);

    @RegisterExtension
    static final SharedService RABBITMQ = SharedService.rabbitMq();

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    Path folder;

    private final String queue = "memory-" + UUID.randomUUID();
    private FaultProxy toBroker;
    private FaultProxy toDatabase;
    private Effects effects;
    private Broker broker;
    private SmallWorker worker;
    private SmallSender sender;

    enum Away {
        CUT_OFF,
        SILENT;

        void begin(FaultProxy proxy) {
            switch (this) {
                case CUT_OFF -> proxy.cut();
                case SILENT -> proxy.blackhole();
            }
        }
    }

    @BeforeEach
    void open() throws Exception {
        effects = new Effects(POSTGRES);
        toBroker = FaultProxy.before(RABBITMQ.url());
        toDatabase = FaultProxy.before(POSTGRES.server().url());
        broker = Broker.open(BrokerUrl.parse(RABBITMQ.url()), BrokerOptions.forQueue(queue));
        worker = new SmallWorker(
                HEAP,
                toBroker.through(RABBITMQ.url()),
                toDatabase.through(POSTGRES.server().url()),
                queue);
    }

    @AfterEach
    void close() {
        worker.close();
        if (sender != null) {
            sender.close();
        }
        broker.close();
        toBroker.close();
        toDatabase.close();
    }

    /** The largest heaps of a while. */
    private record Heaps(long worker, long sender) {}

    @ParameterizedTest
    @EnumSource
    void whileTheDatabaseIsAway(Away away) throws Exception {
        staysFlatWhile(away, toDatabase);
    }

    @ParameterizedTest
    @EnumSource
    void whileTheBrokerIsAway(Away away) throws Exception {
        staysFlatWhile(away, toBroker);
    }

    private void staysFlatWhile(Away away, FaultProxy proxy) throws Exception {
        List<String> confirmed = new ArrayList<>(sendBacklog());
        sender = new SmallSender(
                HEAP, toBroker.through(RABBITMQ.url()), queue, effects.run(), SIZE, folder.resolve("ledger"));
        worker.work();
        await().atMost(LONG).until(() -> effects.applied() > 0);

        away.begin(proxy);
        Heaps first = largest();
        long appliedUntilThen = effects.applied();
        SmallSender.Measure half = sender.measure();
        Heaps second = largest();
        SmallSender.Measure whole = sender.measure();

        System.out.printf(
                "%s, %s %s: at most %s of heap after a collection in the first half, %s in the second%n",
                getClass().getSimpleName(),
                proxy == toBroker ? "broker" : "database",
                away,
                inMebibytes(first),
                inMebibytes(second));
        assertThat(effects.applied()).as("applied while it was away").isEqualTo(appliedUntilThen);
        assertThat(broker.depth().ready()).isGreaterThanOrEqualTo(BACKLOG);
        if (proxy == toBroker) {
            assertThat(whole.confirmed()).isEqualTo(half.confirmed());
            assertThat(whole.repeated()).as("it goes on trying").isGreaterThan(half.repeated());
        } else {
            assertThat(whole.confirmed()).as("senders go on").isGreaterThan(half.confirmed());
        }
        assertThat(second.worker()).isLessThan(first.worker() + MARGIN);
        assertThat(second.sender()).isLessThan(first.sender() + MARGIN);
        assertThat(List.of(first.worker(), first.sender(), second.worker(), second.sender()))
                .allMatch(bytes -> bytes < BOUND, "below the bound");

        proxy.pass();
        confirmed.addAll(sender.end());
        await().atMost(LONG).until(() -> effects.applied() >= confirmed.size());
        effects.awaitEachOnce(confirmed);
        worker.end();
        assertThat(broker.depth().ready()).isZero();
    }

    private List<String> sendBacklog() {
        List<String> confirmed = new ArrayList<>();
        String padding = "x".repeat(SIZE);
        new CommandSender(broker)
                .send(
                        IntStream.range(0, SENT_BEFORE)
                                .mapToObj(i -> Command.of(Effects.COUNT, new Effects.Count(effects.run(), padding))),
                        report -> report.confirmed().forEach(command -> confirmed.add(command.id())));
        assertThat(confirmed).hasSize(SENT_BEFORE);
        return confirmed;
    }

    private Heaps largest() {
        List<Heaps> measured = new ArrayList<>();
        long begin = System.nanoTime();
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(500))
                .atMost(LONG)
                .until(() -> {
                    measured.add(new Heaps(worker.heap(), sender.measure().heap()));
                    return System.nanoTime() - begin > HALF_AN_OUTAGE.toNanos();
                });
        return measured.stream()
                .reduce((one, other) ->
                        new Heaps(Math.max(one.worker, other.worker), Math.max(one.sender, other.sender)))
                .orElseThrow();
    }

    private static String inMebibytes(Heaps heaps) {
        return "%.1f MiB (sender %.1f MiB)".formatted(heaps.worker / 1048576.0, heaps.sender / 1048576.0);
    }
}
