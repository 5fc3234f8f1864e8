package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/**
 * A worker whose database falls ill and is cured, at start and under load: no attempt is counted, nothing is lost, nothing
 * happens twice, and work goes on by itself.
 */
abstract class OutageTest {

    static final int THREADS = 2;

    static final CommandType<CountingWorkerTest.Count> COUNT = CountingWorkerTest.COUNT;

    @RegisterExtension
    static final TroubledPostgres POSTGRES = new TroubledPostgres();

    final String counter = UUID.randomUUID().toString();
    final Broker broker = Broker.open(BrokerUrl.parse("memory://" + UUID.randomUUID()), BrokerOptions.forQueue("q"));
    final CommandSender sender = new CommandSender(broker);
    final ConcurrentLinkedQueue<WorkerListener.Ended> ended = new ConcurrentLinkedQueue<>();
    final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Database database;
    private int mostConnections;
    private Worker worker;

    /** Something that is done to the database. */
    interface Step {
        void run() throws Exception;
    }

    @BeforeEach
    void open() {
        database = POSTGRES.open(THREADS + 1);
        Logger logger = (Logger) LoggerFactory.getLogger(Worker.class);
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
        WorkerOptions options = WorkerOptions.DEFAULTS.withThreads(THREADS).withHandleLimit(handleLimit());
        worker = new Worker(broker, "q", database, Handlers.of(List.of(group())), options, new WorkerListener() {
            @Override
            public void committed(String name, List<Ended> commands, Instant at) {
                ended.addAll(commands);
            }
        });
    }

    @AfterEach
    void close() {
        worker.close();
        broker.close();
        database.close();
        ((Logger) LoggerFactory.getLogger(Worker.class)).detachAppender(log);
    }

    /** Short, where a silence is to be noticed. */
    Duration handleLimit() {
        return Duration.ofSeconds(2);
    }

    /** What the worker handles its commands with. */
    HandlerGroup<CountingWorkerTest.Count> group() {
        return HandlerGroup.of(
                COUNT, CommandHandler.each((command, unit) -> CountingWorkerTest.add(unit, command.body())));
    }

    /** Begins with a healthy database; returns how long the work took to be done after the cure. */
    void survivesUnderLoad(Step trouble, Step cure) throws Exception {
        worker.start();
        send(100);
        await().until(() -> !ended.isEmpty());
        send(1_000);
        trouble.run();
        send(500);
        await().atMost(Duration.ofSeconds(60)).until(() -> counted(lines("is unavailable") > 0));
        curedBy(cure, 1_600);
    }

    void survivesAtStart(Step trouble, Step cure) throws Exception {
        trouble.run();
        send(600);
        worker.start();
        await().atMost(Duration.ofSeconds(60)).until(() -> counted(lines("is unavailable") > 0));
        assertThat(ended).isEmpty();
        curedBy(cure, 600);
    }

    private void curedBy(Step cure, int sent) throws Exception {
        cure.run();
        long cured = System.nanoTime();
        await().atMost(Duration.ofSeconds(60)).until(() -> counted(done() == sent));
        System.out.printf(
                "%s: %d commands done %d ms after the cure%n",
                getClass().getSimpleName(), sent, (System.nanoTime() - cured) / 1_000_000);
        assertNothingLostNothingTwice(sent);
    }

    /** Looks at the connections as well. */
    private boolean counted(boolean condition) {
        mostConnections = Math.max(mostConnections, POSTGRES.proxy().open());
        return condition;
    }

    void assertNothingLostNothingTwice(int sent) throws SQLException {
        // All may be replaced at once, and the old ones still be seen.
        assertThat(mostConnections).isLessThanOrEqualTo(2 * (THREADS + 1));
        await().untilAsserted(() -> assertThat(POSTGRES.proxy().open()).isLessThanOrEqualTo(THREADS + 1));
        assertThat(POSTGRES.number("select total from scale.counter where name = '" + counter + "'"))
                .isEqualTo(sent);
        assertThat(ended)
                .allMatch(one -> one.outcome() instanceof Outcome.Done || one.outcome() instanceof Outcome.Duplicate);
        await().untilAsserted(() -> assertThat(lines("is available again")).isEqualTo(lines("is unavailable")));
        assertThat(log.list).noneMatch(line -> line.getLevel().isGreaterOrEqual(Level.ERROR));
    }

    long done() {
        return ended.stream().map(one -> one.command().id()).distinct().count();
    }

    long lines(String text) {
        return List.copyOf(log.list).stream()
                .filter(line -> line.getFormattedMessage().contains("the database " + text))
                .count();
    }

    Worker worker() {
        return worker;
    }

    void send(int number) {
        List<Command> commands = IntStream.range(0, number)
                .mapToObj(i -> Command.of(COUNT, new CountingWorkerTest.Count(counter, 1, "well")))
                .toList();
        assertThat(sender.send(commands).complete()).isTrue();
    }
}
