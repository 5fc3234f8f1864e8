package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A group whose handler cannot work at the moment: its commands wait, those of others go on. */
class PausedGroupTest extends CountingWorkerTest {

    private static final CommandType<Count> OTHER = CommandType.of("other_count", Count.class);

    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean available;

    private void countIfAvailable(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        calls.incrementAndGet();
        for (Received<Count> command : commands) {
            add(unit, command.body());
        }
        if (!available) {
            throw new Unavailable("the catalogue is down", Duration.ofMillis(100));
        }
    }

    private void addAll(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        for (Received<Count> command : commands) {
            add(unit, command.body());
        }
    }

    @Test
    void itsCommandsWaitUncountedAndHoldNobodyUp() {
        worker.close();
        worker = new Worker(
                broker,
                counter,
                POSTGRES.database(),
                Handlers.of(
                        List.of(HandlerGroup.of(COUNT, this::countIfAvailable), HandlerGroup.of(OTHER, this::addAll))),
                NOTHING_LATER,
                listener());
        worker.start();
        List<Command> waiting = commands(200, "well");
        sender.send(waiting);
        sender.send(others(50));

        await().untilAsserted(() -> assertThat(total()).isEqualTo(50));
        await().untilAsserted(() -> assertThat(broker.depth().ready()).isZero());
        available = true;

        await().untilAsserted(() -> assertThat(total()).isEqualTo(250));
        assertThat(POSTGRES.number("select count(*) from scale.dead_letter where message_id = any (?)", (Object)
                        waiting.stream().map(Command::id).toArray(String[]::new)))
                .isZero();
        assertThat(calls).hasValueLessThan(200);
    }

    @Test
    void aTypeThatFailsSteadilyDoesNotHoldUpAnotherOneOfItsGroup() {
        worker.close();
        HandlerGroup<Count> group = HandlerGroup.of("g", List.of(COUNT, OTHER), (commands, unit) -> {
            for (Received<Count> command : commands) {
                if (command.type().equals(COUNT)) {
                    unit.retryLater(command, "bad luck");
                } else {
                    add(unit, command.body());
                }
            }
        });
        worker = newWorker(
                group,
                WorkerOptions.DEFAULTS
                        .withThreads(1)
                        .withBatchSize(50)
                        .withTries(new TryLimits(
                                new RetryPolicy(5, Duration.ofHours(1)), Duration.ofHours(1), Duration.ofDays(15))));
        send(200, "well");
        worker.start();
        await().until(() -> ended.size() >= 200);
        assertThat(failures()).isBetween(50L, 60L);

        for (int i = 0; i < 10; i++) {
            send(30, "well");
            sender.send(others(5));
        }

        await().untilAsserted(() -> assertThat(endedOthers()).hasSize(50));
        assertThat(endedOthers())
                .allMatch(one -> one.outcome() instanceof Outcome.Done)
                .allMatch(one -> one.command().tryNumber() == 1);
        assertThat(total()).isEqualTo(50);
    }

    private List<WorkerListener.Ended> endedOthers() {
        return ended.stream()
                .filter(one -> one.command().type().equals(OTHER.name()))
                .toList();
    }

    private long failures() {
        return ended.stream()
                .filter(one -> one.outcome() instanceof Outcome.Later later && later.counted())
                .count();
    }

    private List<Command> others(int number) {
        return commands(number, "well").stream()
                .map(one -> new Command(one.id(), OTHER.name(), one.body(), one.group()))
                .toList();
    }
}
