package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.DeadLetters;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ReplayTest extends CountingWorkerTest {

    private final ConcurrentLinkedQueue<Envelope> seen = new ConcurrentLinkedQueue<>();
    private volatile boolean mended;

    private void countOnceMended(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        for (Received<Count> command : commands) {
            seen.add(command.envelope());
            if (mended) {
                add(unit, command.body());
            } else {
                unit.reject(command, "not before it is mended");
            }
        }
    }

    private List<Long> letters(Command command) {
        return POSTGRES.column("select id from scale.dead_letter where message_id = ?", command.id()).stream()
                .map(Long::valueOf)
                .toList();
    }

    private Command deadLetter() {
        worker.close();
        worker = newWorker(HandlerGroup.of(COUNT, this::countOnceMended), NOTHING_LATER);
        worker.start();
        Command command = Command.of(COUNT, new Count(counter, 3, "well"));
        sender.send(List.of(command));
        await().until(() -> !letters(command).isEmpty());
        return command;
    }

    @Test
    void aReplayedDeadLetterIsANewCommandAndIsReplayedOnce() throws SQLException {
        Command command = deadLetter();
        mended = true;

        Map<Long, String> replayed =
                POSTGRES.database().run(connection -> Replay.deadLetters(connection, letters(command)));
        Map<Long, String> again =
                POSTGRES.database().run(connection -> Replay.deadLetters(connection, letters(command)));

        assertThat(replayed).hasSize(1).doesNotContainValue(command.id());
        assertThat(again).isEmpty();
        await().untilAsserted(() -> assertThat(total()).isEqualTo(3));
        Envelope last = seen.stream().reduce((one, other) -> other).orElseThrow();
        assertThat(last.id()).contains(replayed.values().iterator().next());
        assertThat(last.tryNumber()).isEqualTo(1);
        assertThat(last.headers()).containsEntry(Headers.REPLAY_OF, command.id());
        assertThat(POSTGRES.column("select resolution from scale.dead_letter where message_id = ?", command.id()))
                .containsExactly("replayed");
    }

    @Test
    void aDiscardedDeadLetterIsNotReplayed() throws SQLException {
        Command command = deadLetter();

        POSTGRES.database()
                .run(connection -> DeadLetters.resolve(connection, letters(command), DeadLetters.Resolution.DISCARDED));

        Map<Long, String> replayed =
                POSTGRES.database().run(connection -> Replay.deadLetters(connection, letters(command)));
        assertThat(replayed).isEmpty();
    }

    @Test
    void replaysAreSpreadOverTimeInTheOrderOfTheLetters() throws SQLException {
        POSTGRES.execute("insert into scale.dead_letter (queue, message_id, try, attempt, body, reason)"
                + " select 'paced', 'paced ' || g, 1, 1, '{}', 'r' from generate_series(1, 3) g");
        List<Long> ids = POSTGRES.column("select id from scale.dead_letter where queue = 'paced' order by id").stream()
                .map(Long::valueOf)
                .toList();
        Instant first = Instant.parse("2999-01-01T00:00:00Z");

        Map<Long, String> replayed = POSTGRES.database()
                .run(connection ->
                        Replay.deadLetters(connection, ids, new Replay.Pace(first, Duration.ofMillis(20)), "by ana"));

        assertThat(replayed).containsOnlyKeys(ids);
        for (int i = 0; i < 3; i++) {
            assertThat(POSTGRES.number(
                            "select count(*) from scale.outbox where message_id = ? and due_at = ?::timestamptz",
                            replayed.get(ids.get(i)),
                            first.plusMillis(20L * i).toString()))
                    .isEqualTo(1);
        }
        assertThat(POSTGRES.column("select distinct resolution from scale.dead_letter where queue = 'paced'"))
                .containsExactly("replayed by ana");
    }
}
