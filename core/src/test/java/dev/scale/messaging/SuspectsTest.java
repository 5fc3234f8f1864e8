package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker makes of the marks that dead processes have left. */
class SuspectsTest extends CountingWorkerTest {

    private static final Pulse QUICK =
            new Pulse(Duration.ofMillis(100), Duration.ofMillis(800), Duration.ofMillis(1_500));

    /** What is marked as in work here, seen from within the handler. */
    private final ConcurrentLinkedQueue<String> marksSeen = new ConcurrentLinkedQueue<>();

    private final String queue = UUID.randomUUID().toString();

    @BeforeEach
    void makeQuickWorker() {
        worker.close();
        worker = quickWorker(2);
    }

    @AfterEach
    void everyMarkIsGone() {
        worker.close();
        assertThat(POSTGRES.column(
                        "select host || ' ' || command from scale.suspect join scale.worker on id = worker"
                                + " where suspect.queue = ? and host <> 'elsewhere'",
                        queue))
                .isEmpty();
    }

    @Test
    void ordinaryCommandsAreNotMarked() {
        send(100, "well");

        worker.start();

        awaitEnded(100);
        assertThat(marksSeen).isEmpty();
    }

    @Test
    void whatIsDeliveredAgainIsMarkedBeforeItsHandlerIsCalledAndInBatchesThatGrow() throws Exception {
        send(150, "well");
        giveBack(150);
        worker.close();
        worker = quickWorker(1);

        worker.start();

        awaitEnded(150);
        assertThat(total()).isEqualTo(150);
        assertThat(batchSizes).containsExactly(16, 32, 2, 50, 50);
        assertThat(marksSeen).containsExactly("16 together", "32 together", "2 together", "50 together", "50 together");
        assertThat(allMarks()).isEmpty();
    }

    @Test
    void whatWasInWorkWhenAProcessDiedIsHandledAlone() throws SQLException {
        List<Command> commands = commands(60, "well");
        sender.send(commands);
        UUID dead = process("1 hour");
        for (Command command : commands.subList(10, 13)) {
            mark(dead, command.id(), false);
        }

        worker.start();

        awaitEnded(60);
        assertThat(total()).isEqualTo(60);
        assertThat(marksSeen).containsExactly("1 alone", "1 alone", "1 alone");
        assertThat(allMarks()).isEmpty();
    }

    @Test
    void whatWasAloneWhenTwoProcessesDiedIsADeadLetterThatSaysSo() throws SQLException {
        List<Command> commands = commands(10, "well");
        sender.send(commands);
        String guilty = commands.get(3).id();
        mark(process("1 hour"), guilty, true);
        mark(process("1 hour"), guilty, true);

        worker.start();

        awaitEnded(10);
        assertThat(total()).isEqualTo(9);
        assertThat(reasons(guilty))
                .singleElement()
                .asString()
                .contains(
                        "it kills the process that handles it: 2 ended in the middle of it, the last two (elsewhere pid");
        assertThat(allMarks()).isEmpty();
    }

    @Test
    void aProcessThatEndedInGoodOrderRaisesNoSuspicion() throws SQLException {
        List<Command> commands = commands(1, "well");
        sender.send(commands);
        UUID left = process("1 hour");
        POSTGRES.execute("update scale.worker set ended_at = now() where id = '" + left + "'");
        mark(left, commands.get(0).id(), true);
        mark(process("1 hour"), commands.get(0).id(), true);

        worker.start();

        awaitEnded(1);
        assertThat(total()).isEqualTo(1);
        assertThat(marksSeen).containsExactly("1 alone");
    }

    @Test
    void whatALiveProcessHasInHandIsLeftToItWhileNeighboursGoOn() throws SQLException {
        List<Command> commands = commands(60, "well");
        sender.send(commands);
        String held = commands.get(0).id();
        UUID alive = process("-1 hour");
        mark(alive, held, false);

        worker.start();
        awaitEnded(59);
        POSTGRES.execute("delete from scale.suspect where worker = '" + alive + "'");

        awaitEnded(60);
        assertThat(total()).isEqualTo(60);
    }

    @Test
    void whatWaitsAsideIsGivenBackAtClose() throws SQLException {
        List<Command> commands = commands(20, "well");
        sender.send(commands);
        UUID alive = process("-1 hour");
        mark(alive, commands.get(0).id(), false);
        worker.start();
        awaitEnded(19);

        worker.close();

        assertThat(broker.depth().ready()).isEqualTo(1);
    }

    @Test
    void nothingElseIsInWorkInTheProcessWhileASuspectIs() throws SQLException {
        List<Command> commands = commands(20, "well");
        UUID dead = process("1 hour");
        for (Command command : commands) {
            mark(dead, command.id(), false);
        }
        List<String> suspects = commands.stream().map(Command::id).toList();
        AtomicInteger inWork = new AtomicInteger();
        ConcurrentLinkedQueue<Integer> company = new ConcurrentLinkedQueue<>();
        worker = quickWorker(4, (received, unit) -> {
            int others = inWork.getAndAdd(received.size());
            if (suspects.contains(received.get(0).id())) {
                company.add(others + received.size() - 1);
            }
            try {
                count(received, unit);
                if (suspects.contains(received.get(0).id())) {
                    company.add(inWork.get() - 1);
                }
            } finally {
                inWork.addAndGet(-received.size());
            }
        });
        send(200, "well");
        sender.send(commands);

        worker.start();
        send(200, "well");

        awaitEnded(420);
        assertThat(company).hasSize(40).containsOnly(0);
    }

    @Test
    void suspicionOutlastsATryThatOnlyFails() throws SQLException {
        List<Command> commands = commands(1, "throw");
        sender.send(commands);
        String suspect = commands.get(0).id();
        mark(process("1 hour"), suspect, false);
        worker.start();

        await().untilAsserted(() -> assertThat(ended).isNotEmpty());

        Outcome outcome = ended.peek().outcome();
        assertThat(allMarks()).hasSize(outcome instanceof Outcome.Later ? 1 : 0);
    }

    @Test
    void aCommandWithoutAnIdIsKnownByItsBody() throws Exception {
        send(1, "well");
        String name;
        try (Subscription subscription = broker.subscribe(1)) {
            var received = subscription.receive(1, Duration.ofSeconds(10)).get(0);
            name = Marks.nameOf(
                    new Delivery(null, received.body(), received.headers(), true, OptionalInt.empty(), "receipt"));
        }

        assertThat(name).matches("sha256:[0-9a-f]{64}");
    }

    @Test
    void aWorkerShowsThatItLivesAndThatItEndsInGoodOrder() {
        worker.start();
        await().untilAsserted(() -> assertThat(POSTGRES.column(
                        "select pid from scale.worker where queue = ? and ended_at is null"
                                + " and heartbeat_at > started_at",
                        queue))
                .containsExactly(String.valueOf(ProcessHandle.current().pid())));

        worker.close();

        assertThat(POSTGRES.column("select id from scale.worker where queue = ? and ended_at is null", queue))
                .isEmpty();
    }

    @Test
    void processesThatAreLongGoneAreForgottenTogetherWithTheirMarks() throws SQLException {
        UUID longGone = process("2 days");
        mark(longGone, "c", true);

        worker.start();

        await().untilAsserted(() -> assertThat(allMarks()).isEmpty());
        assertThat(POSTGRES.column("select id from scale.worker where id = ?", longGone))
                .isEmpty();
    }

    private Worker quickWorker(int threads) {
        return quickWorker(threads, this::countAndLook);
    }

    private Worker quickWorker(int threads, CommandHandler<Count> handler) {
        return new Worker(
                broker,
                new Marks(POSTGRES.database(), ThisProcess.handling(queue), QUICK),
                Handlers.of(List.of(HandlerGroup.of(COUNT, handler))),
                WorkerOptions.DEFAULTS.withThreads(threads).withBatchSize(50),
                listener());
    }

    private void countAndLook(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        marksSeen.addAll(POSTGRES.column(
                "select count(*) || case when alone then ' alone' else ' together' end from scale.suspect"
                        + " join scale.worker on id = worker where suspect.queue = ? and host <> 'elsewhere'"
                        + " group by alone",
                queue));
        count(commands, unit);
    }

    /** Makes the deliveries of all that is sent redeliveries. */
    private void giveBack(int number) throws InterruptedException {
        try (Subscription subscription = broker.subscribe(number)) {
            assertThat(subscription.receive(number, Duration.ofSeconds(10))).hasSize(number);
        }
    }

    private UUID process(String silence) throws SQLException {
        UUID id = UUID.randomUUID();
        POSTGRES.execute("insert into scale.worker (id, queue, host, pid, heartbeat_at) values ('" + id + "', '" + queue
                + "', 'elsewhere', 1, now() - interval '" + silence + "')");
        return id;
    }

    private void mark(UUID process, String command, boolean alone) throws SQLException {
        POSTGRES.execute("insert into scale.suspect (queue, command, worker, alone) values ('" + queue + "', '"
                + command + "', '" + process + "', " + alone + ")");
    }

    private List<String> allMarks() {
        return POSTGRES.column("select command from scale.suspect where queue = ?", queue);
    }
}
