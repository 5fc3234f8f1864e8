package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.OutgoingMessage;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkerTest {

    /** Adds to a named counter; {@code how} makes the handler misbehave. */
    record Count(String counter, int by, String how) {}

    private static final CommandType<Count> COUNT = CommandType.of("count", Count.class);

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private final String counter = UUID.randomUUID().toString();
    private final Broker broker =
            Broker.open(BrokerUrl.parse("memory://" + UUID.randomUUID()), BrokerOptions.forQueue("q"));
    private final CommandSender sender = new CommandSender(broker);
    private final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());
    private final ConcurrentLinkedQueue<WorkerListener.Ended> ended = new ConcurrentLinkedQueue<>();
    private Worker worker;

    @BeforeAll
    static void makeTable() throws SQLException {
        POSTGRES.execute("create table scale.counter (name text primary key, total bigint not null)");
        POSTGRES.execute("create table scale.once (name text not null, constraint once_only unique (name)"
                + " deferrable initially deferred)");
    }

    @BeforeEach
    void makeWorker() {
        worker = newWorker(HandlerGroup.of(COUNT, this::count), WorkerOptions.DEFAULTS.withBatchSize(50));
    }

    @AfterEach
    void close() {
        worker.close();
        broker.close();
    }

    @Test
    void everyCommandIsAppliedOnceAndAcknowledged() {
        send(1_000, "well");

        worker.start();

        awaitEnded(1_000);
        assertThat(total()).isEqualTo(1_000);
        assertQueueIsEmpty();
        assertThat(POSTGRES.number("select count(*) from scale.inbox where ending = 'done'"))
                .isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void theSameCommandSentAgainHasOneEffect() {
        List<Command> commands = commands(100, "well");
        sender.send(commands);
        sender.send(commands);
        worker.start();
        awaitEnded(200);
        sender.send(commands);

        awaitEnded(300);
        assertThat(total()).isEqualTo(100);
        assertThat(outcomes(Outcome.Duplicate.class)).isEqualTo(200);
    }

    @Test
    void anotherCommandUnderTheSameIdIsADeadLetterAndNotADuplicate() {
        Command first = Command.of(COUNT, new Count(counter, 1, "well"), counter);
        Command second = Command.of(COUNT, new Count(counter, 7, "well"), counter);
        sender.send(List.of(first, second));
        worker.start();
        awaitEnded(2);
        sender.send(List.of(second));

        awaitEnded(3);
        assertThat(total()).isEqualTo(1);
        assertThat(reasons(counter)).singleElement().asString().contains("same message id");
    }

    @Test
    void oneFailingCommandIsADeadLetterAndItsNeighboursCommit() {
        List<Command> commands = new ArrayList<>(commands(40, "well"));
        List<String> bad = new ArrayList<>();
        for (String how : List.of("throw", "error", "sql", "swallow", "deferred", "overflow")) {
            Command command = Command.of(COUNT, new Count(counter, 1_000, how));
            bad.add(command.id());
            commands.add(commands.size() / 2, command);
        }
        sender.send(commands);

        worker.start();

        awaitEnded(46);
        assertThat(total()).isEqualTo(40);
        assertThat(POSTGRES.column(
                        "select message_id from scale.dead_letter where message_id = any (?) and attempt = 1",
                        (Object) bad.toArray(String[]::new)))
                .containsExactlyInAnyOrderElementsOf(bad);
        assertQueueIsEmpty();
    }

    @Test
    void aBatchInWhichEverythingFailsEndsToo() {
        send(30, "throw");

        worker.start();

        awaitEnded(30);
        assertThat(outcomes(Outcome.DeadLetter.class)).isEqualTo(30);
        assertThat(total()).isZero();
    }

    @Test
    void whatTheHandlerSaysOfACommandIsItsEnd() {
        Command rejected = Command.of(COUNT, new Count(counter, 1, "reject"));
        Command early = Command.of(COUNT, new Count(counter, 1, "early"));
        Command later = Command.of(COUNT, new Count(counter, 1, "later"));
        Command partly = Command.of(COUNT, new Count(counter, 1, "partly"));
        sender.send(List.of(rejected, early, later, partly));

        worker.start();

        awaitEnded(4);
        assertThat(reasons(rejected.id())).containsExactly("not wanted");
        assertThat(reasons(early.id())).containsExactly("early: unknown so far");
        assertThat(reasons(later.id())).containsExactly("failed: not now");
        assertThat(POSTGRES.column(
                        "select convert_from(body, 'UTF8') from scale.dead_letter where message_id = ?", partly.id()))
                .containsExactly("{\"type\": \"count\", \"body\": {\"rest\":1}}");
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void whatNobodyCanReadIsADeadLetterWithItsBytesAndTheNeighboursAreApplied() {
        String deep = "{\"type\":\"count\",\"body\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        List<String> bodies = List.of(
                "",
                "not json",
                "{\"type\":\"unheard-of\",\"body\":1}",
                "{\"type\":\"count\",\"body\":{\"by\":null}}",
                deep);
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            messages.add(new OutgoingMessage(
                    counter + "-" + i, bodies.get(i).getBytes(StandardCharsets.UTF_8), Map.of("h\u0000", "v\u0000")));
        }
        send(3, "well");
        broker.publish(messages).toCompletableFuture().join();
        send(3, "well");

        worker.start();

        awaitEnded(11);
        assertThat(total()).isEqualTo(6);
        for (int i = 0; i < bodies.size(); i++) {
            assertThat(POSTGRES.column(
                            "select convert_from(body, 'UTF8') from scale.dead_letter where message_id = ?",
                            counter + "-" + i))
                    .containsExactly(bodies.get(i));
        }
        assertThat(reasons(counter + "-2"))
                .singleElement()
                .asString()
                .startsWith("early: no handler")
                .contains("unheard-of");
        assertQueueIsEmpty();
    }

    @Test
    void batchesFormAndKeepToTheirSize() {
        send(500, "well");

        worker.start();

        awaitEnded(500);
        assertThat(batchSizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(50));
        assertThat(batchSizes).hasSizeLessThan(100);
    }

    @Test
    void aGroupMayHaveABatchSizeOfItsOwn() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::count).batchSize(3), WorkerOptions.DEFAULTS);
        send(100, "well");

        worker.start();

        awaitEnded(100);
        assertThat(batchSizes).allSatisfy(size -> assertThat(size).isLessThanOrEqualTo(3));
    }

    @Test
    void idempotentCommandsLeaveNoRowInTheInbox() {
        worker.close();
        worker = newWorker(
                HandlerGroup.of(COUNT, this::count).idempotent(count -> count.by() == 1), WorkerOptions.DEFAULTS);
        Command harmless = Command.of(COUNT, new Count(counter, 1, "well"));
        Command remembered = Command.of(COUNT, new Count(counter, 2, "well"));
        Command bad = Command.of(COUNT, new Count(counter, 1, "throw"));
        sender.send(List.of(harmless, remembered, bad));

        worker.start();

        awaitEnded(3);
        assertThat(POSTGRES.column(
                        "select message_id || ' ' || ending from scale.inbox where message_id = any (?)",
                        (Object) new String[] {harmless.id(), remembered.id(), bad.id()}))
                .containsExactlyInAnyOrder(remembered.id() + " done", bad.id() + " dead letter");
    }

    @Test
    void whilePausedNothingIsReceivedAndAfterwardsEverything() {
        worker.start();
        send(10, "well");
        awaitEnded(10);

        worker.pause();
        send(10, "well");
        assertThat(broker.depth().ready()).isEqualTo(10);
        worker.resume();

        awaitEnded(20);
        assertThat(total()).isEqualTo(20);
    }

    @Test
    void closingFinishesTheBatchInWorkAndGivesBackTheRest() throws Exception {
        worker.close();
        CountDownLatch inWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        worker = newWorker(
                HandlerGroup.of(COUNT, (commands, unit) -> {
                    inWork.countDown();
                    goOn.await();
                    count(commands, unit);
                }),
                WorkerOptions.DEFAULTS.withThreads(1).withBatchSize(7));
        send(20, "well");
        worker.start();
        inWork.await();

        Thread closing = new Thread(worker::close);
        closing.start();
        await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        goOn.countDown();
        closing.join();

        assertThat(total()).isEqualTo(7);
        assertThat(broker.depth().ready()).isEqualTo(13);
    }

    @Test
    void theTransactionIsNotTheHandlersToEnd() {
        Command commit = Command.of(COUNT, new Count(counter, 1, "commit"));
        sender.send(List.of(commit));

        worker.start();

        awaitEnded(1);
        assertThat(total()).isZero();
        assertThat(reasons(commit.id())).singleElement().asString().contains("commit()");
    }

    @Test
    void manyThreadsOpenOneConnectionEach() {
        worker.close();
        AtomicInteger most = new AtomicInteger();
        try (var pool = POSTGRES.open(5)) {
            worker = new Worker(
                    broker,
                    "q",
                    pool,
                    Handlers.of(List.of(HandlerGroup.of(COUNT, (commands, unit) -> {
                        most.accumulateAndGet(
                                (int) POSTGRES.number(
                                        "select count(*) from pg_stat_activity where application_name = 'test'"
                                                + " and pid <> pg_backend_pid() and state <> 'idle'"),
                                Math::max);
                        count(commands, unit);
                    }))),
                    WorkerOptions.DEFAULTS.withThreads(4).withBatchSize(10),
                    listener());
            send(1_000, "well");

            worker.start();

            awaitEnded(1_000);
            worker.close();
        }
        assertThat(total()).isEqualTo(1_000);
        assertThat(most.get()).isBetween(1, 8);
    }

    private void count(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        batchSizes.add(commands.size());
        for (Received<Count> command : commands) {
            switch (command.body().how()) {
                case "throw" -> throw new IllegalStateException("bad luck");
                case "error" -> throw new AssertionError("worse luck");
                case "overflow" -> overflow(0);
                case "sql" -> execute(unit, "select 1 / 0");
                case "swallow" -> {
                    try {
                        execute(unit, "select 1 / 0");
                    } catch (SQLException e) {
                        // As careless handlers do.
                    }
                }
                case "deferred" -> {
                    execute(unit, "insert into scale.once values ('" + command.id() + "')");
                    execute(unit, "insert into scale.once values ('" + command.id() + "')");
                }
                case "commit" -> unit.connection().commit();
                case "reject" -> unit.reject(command, "not wanted");
                case "early" -> unit.notYet(command, "unknown so far");
                case "later" -> unit.retryLater(command, "not now");
                case "partly" -> unit.reject(command, "half", "{\"rest\":1}".getBytes(StandardCharsets.UTF_8));
                default -> {}
            }
            if (List.of("well", "partly", "deferred", "swallow")
                    .contains(command.body().how())) {
                add(unit, command.body());
            }
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    private static void execute(UnitOfWork unit, String sql) throws SQLException {
        try (PreparedStatement statement = unit.connection().prepareStatement(sql)) {
            statement.execute();
        }
    }

    private static void add(UnitOfWork unit, Count count) throws SQLException {
        try (PreparedStatement add = unit.connection()
                .prepareStatement("insert into scale.counter values (?, ?)"
                        + " on conflict (name) do update set total = counter.total + excluded.total")) {
            add.setString(1, count.counter());
            add.setLong(2, count.by());
            add.executeUpdate();
        }
    }

    private Worker newWorker(HandlerGroup<?> group, WorkerOptions options) {
        return new Worker(broker, "q", POSTGRES.database(), Handlers.of(List.of(group)), options, listener());
    }

    private WorkerListener listener() {
        return new WorkerListener() {
            @Override
            public void committed(String group, List<Ended> commands, java.time.Instant at) {
                ended.addAll(commands);
            }
        };
    }

    private List<Command> commands(int number, String how) {
        return IntStream.range(0, number)
                .mapToObj(i -> Command.of(COUNT, new Count(counter, 1, how)))
                .toList();
    }

    private void send(int number, String how) {
        assertThat(sender.send(commands(number, how)).complete()).isTrue();
    }

    private void awaitEnded(int number) {
        await().untilAsserted(() -> assertThat(ended).hasSizeGreaterThanOrEqualTo(number));
        assertThat(ended).hasSize(number);
    }

    private void assertQueueIsEmpty() {
        worker.close();
        assertThat(broker.depth().ready()).isZero();
    }

    private long outcomes(Class<? extends Outcome> kind) {
        return ended.stream().filter(one -> kind.isInstance(one.outcome())).count();
    }

    private long total() {
        return POSTGRES.number("select coalesce(sum(total), 0) from scale.counter where name = ?", counter);
    }

    private List<String> reasons(String messageId) {
        return POSTGRES.column("select reason from scale.dead_letter where message_id = ?", messageId);
    }
}
