package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.store.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Another transaction locks what a batch needs, for long: what waits comes later, what does not wait is applied, nobody is blamed. */
class StrangersLocksTest extends CountingWorkerTest {

    @Test
    void theCommandThatNeedsALockedRowComesLaterAndTheOthersAreAppliedAtOnce() throws SQLException {
        String locked = counter + "-locked";
        POSTGRES.execute("insert into scale.counter values ('" + locked + "', 0)");
        List<Command> commands = new ArrayList<>(commands(200, "well"));
        Command waiting = Command.of(COUNT, new Count(locked, 7, "well"));
        commands.set(77, waiting);
        try (Stranger stranger = new Stranger("select from scale.counter where name = '" + locked + "' for update")) {
            worker();
            sender.send(commands);
            worker.start();

            awaitEnded(200);
            assertThat(total()).isEqualTo(199);
            assertThat(ended)
                    .filteredOn(one -> one.outcome() instanceof Outcome.Later)
                    .singleElement()
                    .satisfies(one -> {
                        assertThat(one.command().id()).contains(waiting.id());
                        assertThat(((Outcome.Later) one.outcome()).counted()).isFalse();
                    });
            stranger.leave();
        }
        await().untilAsserted(
                        () -> assertThat(POSTGRES.number("select total from scale.counter where name = ?", locked))
                                .isEqualTo(7));
    }

    @Test
    void aLockedTableIsAnOutageWhileItLasts() throws SQLException {
        try (Stranger stranger = new Stranger("lock table scale.counter in access exclusive mode")) {
            worker();
            send(100, "well");
            worker.start();
            long before = rolledBack();
            await().until(() -> rolledBack() > before + 2);
            assertThat(ended).isEmpty();
            stranger.leave();
        }

        // What had been found waiting when the stranger left comes later, and is not counted.
        await().until(() -> total() == 100);
        assertThat(ended)
                .noneMatch(one -> one.outcome() instanceof Outcome.DeadLetter)
                .noneMatch(one -> one.outcome() instanceof Outcome.Later later && later.counted());
    }

    @Test
    void aTryThatAnotherProcessHasInHandStaysUnsettledAndTheOthersAreApplied() throws SQLException {
        List<Command> commands = commands(100, "well");
        try (Stranger stranger = new Stranger("insert into scale.inbox (message_id, try, ending, body_sha256)"
                + " values ('" + commands.get(50).id() + "', 1, 'done', '\\x00')")) {
            worker();
            sender.send(commands);
            worker.start();

            awaitEnded(99);
            assertThat(total()).isEqualTo(99);
            stranger.leave();
        }
        awaitEnded(100);
        assertThat(total()).isEqualTo(100);
        assertThat(outcomes(Outcome.Done.class)).isEqualTo(100);
    }

    @Test
    void aConflictThatNeverEndsIsNoFailureOfTheCommand() {
        worker.close();
        worker = newWorker(
                HandlerGroup.of(COUNT, CommandHandler.each((command, unit) -> {
                    if (command.body().how().equals("conflict")) {
                        throw new SQLException("could not serialize access", "40001");
                    }
                    add(unit, command.body());
                })),
                WorkerOptions.DEFAULTS.withThreads(1));
        List<Command> commands = new ArrayList<>(commands(100, "well"));
        commands.set(10, Command.of(COUNT, new Count(counter, 1_000, "conflict")));
        sender.send(commands);
        worker.start();

        awaitEnded(100);
        assertThat(total()).isEqualTo(99);
        assertThat(ended)
                .filteredOn(one -> one.outcome() instanceof Outcome.Later later && !later.counted())
                .hasSize(1);
    }

    @Test
    void aStatementThatTheConnectionHasForgottenIsRunOnAnotherConnection() {
        worker.close();
        worker = newWorker(
                HandlerGroup.of(COUNT, (commands, unit) -> {
                    // As behind a pooler that gives each transaction another session.
                    execute(unit, "deallocate all");
                    for (Received<Count> command : commands) {
                        add(unit, command.body());
                    }
                }),
                WorkerOptions.DEFAULTS.withThreads(1).withBatchSize(20));
        send(200, "well");
        worker.start();

        awaitEnded(200);
        assertThat(total()).isEqualTo(200);
        assertThat(outcomes(Outcome.Done.class)).isEqualTo(200);
    }

    @Test
    void whatAHandlerSwallowsStillTells() {
        SQLException first = new SQLException("deadlock detected", "40P01");
        SQLException after = new SQLException("current transaction is aborted", "25P02", first);
        assertThat(SqlFailure.of(after)).isEqualTo(SqlFailure.CONFLICT);
        assertThat(SqlFailure.of(new SQLException("aborted", "25P02"))).isEqualTo(SqlFailure.OWN);
    }

    private static long rolledBack() {
        return POSTGRES.number("select xact_rollback from pg_stat_database where datname = current_database()");
    }

    private void worker() {
        worker.close();
        worker = newWorker(
                HandlerGroup.of(COUNT, this::count),
                WorkerOptions.DEFAULTS.withThreads(1).withHandleLimit(Duration.ofSeconds(1)));
    }

    /** Somebody else's transaction. */
    private static final class Stranger implements AutoCloseable {

        private final Connection connection;

        Stranger(String sql) throws SQLException {
            connection = POSTGRES.database().connection();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        void leave() throws SQLException {
            connection.rollback();
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
