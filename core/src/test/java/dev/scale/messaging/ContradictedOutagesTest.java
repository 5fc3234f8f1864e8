package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A command whose failure looks like an outage while the database is well: it fails alone, and its neighbours are applied. */
class ContradictedOutagesTest extends CountingWorkerTest {

    /** What a command does within its handler, and the SQLSTATE that a real server then answers with. */
    enum Trouble {
        MISSING_TABLE("42P01", "select * from scale.never_made"),
        MISSING_COLUMN("42703", "select never_made from scale.counter"),
        MISSING_SCHEMA("3F000", "select never_made.doubled(1)"),
        MISSING_RIGHT("42501", "set local role stranger; select * from scale.counter"),
        KILLS_ITS_BACKEND("57P01", "select pg_terminate_backend(pg_backend_pid()), pg_sleep(10)"),
        SLEEPS("57014", "select pg_sleep(10)"),
        IDLES("25P03", "set local idle_in_transaction_session_timeout = '100ms'"),
        /** The server's table of locks is full. */
        OUT_OF_SHARED_MEMORY("53200", "select pg_advisory_xact_lock(i) from generate_series(1, 1000000) as i"),
        /** Nothing is mapped at the first address of a process, and reading there is an input/output error. */
        INPUT_OUTPUT_ERROR("58030", "select pg_read_binary_file('/proc/self/mem', 0, 1)"),
        /** The server takes for granted that nobody asks for the description of what is in no catalog. */
        INTERNAL_ERROR("XX000", "select pg_describe_object(1, 1, 0)");

        private final String state;
        private final String statement;

        Trouble(String state, String statement) {
            this.state = state;
            this.statement = statement;
        }

        boolean looksLikeAnOutage() {
            return this != SLEEPS;
        }
    }

    /** A failure as the handler saw it. */
    private record Seen(String state, int batch) {}

    private final List<Seen> seen = Collections.synchronizedList(new ArrayList<>());

    @BeforeAll
    static void makeStranger() throws SQLException {
        POSTGRES.execute("drop role if exists stranger");
        POSTGRES.execute("create role stranger");
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void oneInALargeBatchFailsAlone(Trouble trouble) {
        if (trouble == Trouble.INPUT_OUTPUT_ERROR) {
            assumeTrue(Files.exists(Path.of("/proc/self/mem")), "only Linux shows a process its memory as a file");
        }
        misbehaving(trouble == Trouble.SLEEPS ? Duration.ofMillis(500) : WorkerOptions.DEFAULTS.handleLimit());
        List<Command> commands = new ArrayList<>(commands(500, "well"));
        Command bad = Command.of(COUNT, new Count(counter, 1_000, trouble.name()));
        commands.set(321, bad);
        sender.send(commands);

        worker.start();

        awaitFirstEnds(500);
        worker.close();
        assertThat(total()).isEqualTo(499);
        assertThat(failed()).containsExactly(bad.id());
        assertThat(seen).extracting(Seen::state).containsOnly(trouble.state);
        if (trouble.looksLikeAnOutage()) {
            assertThat(timesSeenInABatchOf(500)).isEqualTo(Commits.CONTRADICTIONS);
            assertThat(timesSeenInABatchOf(1)).isEqualTo(Commits.CONTRADICTIONS);
        }
    }

    @Test
    void aBatchInWhichEachFailsEndsToo() {
        misbehaving(WorkerOptions.DEFAULTS.handleLimit());
        send(20, Trouble.MISSING_TABLE.name());
        send(1, "well");

        worker.start();

        awaitFirstEnds(21);
        assertThat(failed()).hasSize(20);
        assertThat(total()).isEqualTo(1);
    }

    private void misbehaving(Duration limit) {
        worker.close();
        WorkerOptions limited = NOTHING_LATER.withBatchSize(500).withThreads(1).withHandleLimit(limit);
        worker = newWorker(HandlerGroup.of(COUNT, this::handle), limited);
    }

    private void handle(List<Received<Count>> commands, UnitOfWork unit) throws Exception {
        for (Received<Count> command : commands) {
            try {
                handle(command.body(), unit);
            } catch (SQLException e) {
                seen.add(new Seen(e.getSQLState(), commands.size()));
                throw e;
            }
        }
    }

    private static void handle(Count count, UnitOfWork unit) throws SQLException {
        if (!count.how().equals("well")) {
            Trouble trouble = Trouble.valueOf(count.how());
            long session = session(unit);
            execute(unit, trouble.statement);
            if (trouble == Trouble.IDLES) {
                awaitEndOf(session);
            }
        }
        add(unit, count);
    }

    private static long session(UnitOfWork unit) throws SQLException {
        try (PreparedStatement select = unit.connection().prepareStatement("select pg_backend_pid()");
                ResultSet row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Does nothing with it until the server has had enough. */
    private static void awaitEndOf(long session) {
        await().until(() -> POSTGRES.number("select count(*) from pg_stat_activity where pid = ?", (int) session) == 0);
    }

    private long timesSeenInABatchOf(int size) {
        return seen.stream().filter(one -> one.batch() == size).count();
    }

    private void awaitFirstEnds(int number) {
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        ended.stream().map(one -> one.command().id()).distinct().count() == number);
    }

    private List<String> failed() {
        return ended.stream()
                .filter(one -> !(one.outcome() instanceof Outcome.Done))
                .map(one -> one.command().id().orElseThrow())
                .distinct()
                .toList();
    }
}
