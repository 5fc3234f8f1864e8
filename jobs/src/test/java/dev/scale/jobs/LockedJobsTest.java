package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.Command;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that other transactions lock: strangers for long, and handlers of ours against each other. */
class LockedJobsTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final int JOBS = 100;
    private static final int ROUNDS = 1_000;
    private static final int ROUNDS_AN_EXECUTION = 10;

    private final JobBatches batches = new JobBatches(db.database());

    @Test
    void jobsThatAStrangerLocksComeLaterAndTheOthersAreAppliedAtOnce() throws SQLException {
        submit(1, 10);
        List<Command> commands = JobCommands.completed(NOW, executions(ascending(1, 11), 1));
        try (Connection stranger = db.database().connection();
                Statement lock = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            lock.execute("select from scale.job where id in (5, 8) for update");

            Map<String, JobBatches.End> ends = batches.handle(commands, LockedJobsTest::impatient);

            assertThat(ends).hasSize(1);
            JobBatches.End end = ends.get(commands.get(0).id());
            assertThat(end.kind()).isEqualTo("EARLY");
            assertThat(end.reason()).isEqualTo("job 5 is locked by another transaction (and 2 more)");
            assertThat(end.remainder())
                    .contains("\"id\":5")
                    .contains("\"id\":8")
                    .contains("\"id\":11");
            stranger.rollback();
        }
        assertThat(db.column("select id from scale.job where status <> 'COMPLETED' order by id"))
                .containsExactly("5", "8");
    }

    @Test
    void aLockedTableIsNotTakenForMissingJobs() throws SQLException {
        submit(1, 1);
        try (Connection stranger = db.database().connection();
                Statement lock = stranger.createStatement()) {
            stranger.setAutoCommit(false);
            lock.execute("lock table scale.job in access exclusive mode");

            assertThatThrownBy(() -> batches.handle(
                            JobCommands.completed(NOW, executions(ascending(1, 1), 1)), LockedJobsTest::impatient))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("55P03"));
            stranger.rollback();
        }
    }

    @Test
    void batchesThatNameTheSameJobsInOppositeOrdersNeverDeadlock() throws Exception {
        submit(1, JOBS);
        submit(1_001, 1_000 + JOBS);
        for (int round = 0; round < ROUNDS; round++) {
            // More of the same changes nothing.
            if (round % ROUNDS_AN_EXECUTION == 0 || round == ROUNDS - 1) {
                batches.handle(forward(1_001, round));
                batches.handle(backward(1_001, round));
            }
        }
        long deadlocks = deadlocks();
        CyclicBarrier together = new CyclicBarrier(2);
        ExecutorService handlers = Executors.newFixedThreadPool(2);
        try {
            List<Future<?>> running = new ArrayList<>();
            running.add(handlers.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    together.await(1, TimeUnit.MINUTES);
                    batches.handle(forward(1, round));
                }
                return null;
            }));
            running.add(handlers.submit(() -> {
                for (int round = 0; round < ROUNDS; round++) {
                    together.await(1, TimeUnit.MINUTES);
                    batches.handle(backward(1, round));
                }
                return null;
            }));
            for (Future<?> one : running) {
                one.get(5, TimeUnit.MINUTES);
            }
        } finally {
            handlers.shutdownNow();
        }

        assertThat(deadlocks()).isEqualTo(deadlocks);
        assertThat(states(1)).hasSize(JOBS).isEqualTo(states(1_001));
    }

    /** Several messages, each with a part of the jobs. */
    private static List<Command> forward(long first, int round) {
        List<ExecutionId> executions = executions(ascending(first, first + JOBS - 1), execution(round));
        List<Command> commands = new ArrayList<>();
        for (int part = 0; part < 4; part++) {
            List<ExecutionId> some = new ArrayList<>();
            for (int i = part; i < executions.size(); i += 4) {
                some.add(executions.get(i));
            }
            commands.addAll(
                    round == ROUNDS - 1
                            ? JobCommands.completed(NOW, some)
                            : JobCommands.failed(NOW, new JobError.Named("disk", "full"), some));
        }
        return commands;
    }

    /** One message. */
    private static List<Command> backward(long first, int round) {
        List<Long> ids = new ArrayList<>(ascending(first, first + JOBS - 1));
        Collections.reverse(ids);
        return JobCommands.running(NOW, "node", executions(ids, execution(round)));
    }

    private static int execution(int round) {
        return round == ROUNDS - 1 ? ROUNDS / ROUNDS_AN_EXECUTION + 1 : round / ROUNDS_AN_EXECUTION + 1;
    }

    private static List<Long> ascending(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    private static List<ExecutionId> executions(List<Long> ids, int number) {
        return ids.stream().map(id -> new ExecutionId(id, number)).toList();
    }

    private void submit(long first, long last) throws SQLException {
        batches.handle(JobCommands.submit(ascending(first, last).stream()
                .map(id -> Submission.of(id, "checksum").withMaxTries(ROUNDS))
                .toList()));
    }

    private static Connection impatient(Connection connection) {
        try (Statement limit = connection.createStatement()) {
            limit.execute("set local lock_timeout = '50ms'");
            return connection;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long deadlocks() {
        return db.number("select deadlocks from pg_stat_database where datname = current_database()");
    }

    private static List<String> states(long first) {
        return db.column(
                "select (j.id - ?, j.status, j.exe_num, j.node, j.started, j.ended, j.error, (select array_agg("
                        + "(e.exe_num, e.status, e.node, e.error, e.started, e.ended) order by e.exe_num)"
                        + " from scale.job_exe e where e.job_id = j.id))::text"
                        + " from scale.job j where j.id >= ? and j.id < ? + 1000 order by j.id",
                first,
                first,
                first);
    }
}
