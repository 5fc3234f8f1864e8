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
        sender.send(commands(50, "well").stream()
                .map(one -> new Command(one.id(), OTHER.name(), one.body(), one.group()))
                .toList());

        await().untilAsserted(() -> assertThat(total()).isEqualTo(50));
        await().untilAsserted(() -> assertThat(broker.depth().ready()).isZero());
        available = true;

        await().untilAsserted(() -> assertThat(total()).isEqualTo(250));
        assertThat(POSTGRES.number("select count(*) from scale.dead_letter where message_id = any (?)", (Object)
                        waiting.stream().map(Command::id).toArray(String[]::new)))
                .isZero();
        assertThat(calls).hasValueLessThan(200);
    }
}
