package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A worker over an in-memory broker and a real database, whose commands count and misbehave as they are told. */
abstract class CountingWorkerTest {

    /** Adds to a named counter; {@code how} makes the handler misbehave. */
    record Count(String counter, int by, String how) {
        Count {
            if (how.equals("explode")) {
                throw new AssertionError("while it is read");
            }
        }
    }

    static final CommandType<Count> COUNT = CommandType.of("count", Count.class);

    /** What fails or is early is given up at once. */
    static final WorkerOptions NOTHING_LATER = WorkerOptions.DEFAULTS
            .withBatchSize(50)
            .withTries(new TryLimits(new RetryPolicy(1, Duration.ZERO), Duration.ZERO, Duration.ofDays(15)));

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    final String counter = UUID.randomUUID().toString();
    final Broker broker =
            Broker.open(BrokerUrl.parse("memory://" + UUID.randomUUID()), BrokerOptions.forQueue(counter));
    final CommandSender sender = new CommandSender(broker);
    final List<Integer> batchSizes = Collections.synchronizedList(new ArrayList<>());
    final ConcurrentLinkedQueue<WorkerListener.Ended> ended = new ConcurrentLinkedQueue<>();
    Worker worker;

    @BeforeAll
    static void makeTable() throws SQLException {
        POSTGRES.execute("create table scale.counter (name text primary key, total bigint not null)");
        POSTGRES.execute("create table scale.once (name text not null, constraint once_only unique (name)"
                + " deferrable initially deferred)");
    }

    @BeforeEach
    void makeWorker() {
        worker = newWorker(HandlerGroup.of(COUNT, this::count), NOTHING_LATER);
    }

    @AfterEach
    void close() {
        worker.close();
        broker.close();
    }

    void count(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
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
                case "shuffle" -> {
                    // Right only while the constraint is still deferred.
                    execute(unit, "insert into scale.once values ('" + command.id() + "'), ('" + command.id() + "')");
                    execute(
                            unit,
                            "delete from scale.once where ctid = (select max(ctid) from scale.once where name = '"
                                    + command.id() + "')");
                }
                case "commit" -> unit.connection().commit();
                case "reject" -> unit.reject(command, "not wanted");
                case "early" -> unit.notYet(command, "unknown so far");
                case "later" -> unit.retryLater(command, "not now");
                case "partly" -> unit.reject(command, "half", "{\"rest\":1}".getBytes(StandardCharsets.UTF_8));
                default -> {}
            }
            if (List.of("well", "partly", "deferred", "swallow", "shuffle")
                    .contains(command.body().how())) {
                add(unit, command.body());
            }
        }
    }

    static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    static void execute(UnitOfWork unit, String sql) throws SQLException {
        try (PreparedStatement statement = unit.connection().prepareStatement(sql)) {
            statement.execute();
        }
    }

    static void add(UnitOfWork unit, Count count) throws SQLException {
        try (PreparedStatement add = unit.connection()
                .prepareStatement("insert into scale.counter values (?, ?)"
                        + " on conflict (name) do update set total = counter.total + excluded.total")) {
            add.setString(1, count.counter());
            add.setLong(2, count.by());
            add.executeUpdate();
        }
    }

    Worker newWorker(HandlerGroup<?> group, WorkerOptions options) {
        return newWorker(POSTGRES.database(), group, options);
    }

    Worker newWorker(Transactions transactions, HandlerGroup<?> group, WorkerOptions options) {
        return new Worker(broker, counter, transactions, Handlers.of(List.of(group)), options, listener());
    }

    WorkerListener listener() {
        return new WorkerListener() {
            @Override
            public void committed(String group, List<Ended> commands, java.time.Instant at) {
                ended.addAll(commands);
            }
        };
    }

    List<Command> commands(int number, String how) {
        return IntStream.range(0, number)
                .mapToObj(i -> Command.of(COUNT, new Count(counter, 1, how)))
                .toList();
    }

    void send(int number, String how) {
        assertThat(sender.send(commands(number, how)).complete()).isTrue();
    }

    void awaitEnded(int number) {
        await().atMost(Duration.ofMinutes(1)).until(() -> ended.size() >= number);
        assertThat(ended).hasSize(number);
    }

    void assertQueueIsEmpty() {
        worker.close();
        assertThat(broker.depth().ready()).isZero();
    }

    long outcomes(Class<? extends Outcome> kind) {
        return ended.stream().filter(one -> kind.isInstance(one.outcome())).count();
    }

    long total() {
        return POSTGRES.number("select coalesce(sum(total), 0) from scale.counter where name = ?", counter);
    }

    List<String> reasons(String messageId) {
        return POSTGRES.column("select reason from scale.dead_letter where message_id = ?", messageId);
    }
}
