package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.Retention;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Jobs that are pruned, and what comes for them afterwards or at the same moment. */
class JobPruningTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final Retention A_DAY = new Retention(Optional.of(Duration.ofDays(1)), Duration.ofDays(15));
    private static final Retention OFF = new Retention(Optional.empty(), Duration.ofDays(15));

    private final JobBatches batches = new JobBatches(db.database());
    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void oldJobsInAFinalStateArePrunedWithTheirExecutionsAndNoOthers() throws Exception {
        finished(1);
        finished(2);
        batches.handle(JobCommands.submit(List.of(Submission.of(3, "t"), Submission.of(4, "t"))));
        batches.handle(JobCommands.running(NOW, "node", List.of(new ExecutionId(4, 1))));
        batches.handle(JobCommands.submit(List.of(Submission.of(5, "t").pending())));
        age();
        db.execute("update scale.job set last_status_change = now() where id = 2");

        prune(OFF);
        assertThat(jobs()).containsExactly("1", "2", "3", "4", "5");
        prune(A_DAY);

        assertThat(jobs()).containsExactly("2", "3", "4", "5");
        assertThat(db.column("select job_id from scale.job_exe order by job_id"))
                .containsExactly("2", "3", "4");
        assertThat(db.column("select id from scale.pruned_job")).containsExactly("1");
    }

    @Test
    void whatComesLateForAPrunedJobIsDoneAndCountedAndItsNeighboursAreApplied() throws Exception {
        List<Command> submission = finished(1);
        age();
        prune(A_DAY);
        ExecutionId one = new ExecutionId(1, 1);
        List<Command> late = new ArrayList<>(submission);
        late.addAll(JobCommands.submit(List.of(Submission.of(1, "another content"), Submission.of(9, "t"))));
        late.addAll(JobCommands.running(NOW, "node", List.of(one, new ExecutionId(9, 1))));
        late.addAll(JobCommands.completed(NOW, List.of(one)));
        late.addAll(JobCommands.failed(NOW, new JobError.Named("disk", "full"), List.of(one)));
        late.addAll(JobCommands.cancelCurrent(NOW, List.of(1L)));
        late.addAll(JobCommands.requeue(List.of(one), OptionalInt.empty()));
        late.addAll(JobCommands.queued(List.of(1L)));

        Map<String, JobBatches.End> ends = batches.handle(late);

        assertThat(ends).isEmpty();
        assertThat(batches.withoutEffect()).isEqualTo(8);
        assertThat(db.column("select id || status from scale.job")).containsExactly("9RUNNING");
    }

    @Test
    void idsAreForgottenAfterTheMemory() throws Exception {
        finished(1);
        age();
        prune(A_DAY);
        db.execute("update scale.pruned_job set pruned_at = now() - interval '16 days'");
        prune(OFF);

        Map<String, JobBatches.End> ends = batches.handle(JobCommands.completed(NOW, List.of(new ExecutionId(1, 1))));

        assertThat(ends.values()).extracting(JobBatches.End::kind).containsExactly("EARLY");
    }

    @Test
    void reportsOnKnownJobsNeverAskForPrunedOnes() throws Exception {
        batches.handle(JobCommands.submit(List.of(Submission.of(1, "t"))));
        List<String> asked = new ArrayList<>();

        batches.handle(
                JobCommands.completed(NOW, List.of(new ExecutionId(1, 1))), connection -> listening(connection, asked));

        assertThat(asked).isNotEmpty().noneMatch(sql -> sql.contains("pruned_job"));
    }

    @Test
    void aWalkIsSharedGoesOnWhereItStoppedAndBeginsAgainAfterATenthOfTheRetention() throws Exception {
        db.execute("insert into scale.job"
                + " (id, type, status, exe_num, first_exe, max_tries, priority, last_status_change)"
                + " select i, 't', 'COMPLETED', 1, 1, 3, 100, now() - interval '2 days'"
                + " from generate_series(1, 1500) i");

        assertThat(step(A_DAY)).isTrue();
        assertThat(db.number("select count(*) from scale.job")).isEqualTo(500);
        boolean beside = db.database().run(stranger -> {
            stranger.createStatement().execute("select from scale.job_pruning for update");
            return step(A_DAY);
        });
        assertThat(beside).isFalse();
        assertThat(step(A_DAY)).isFalse();
        assertThat(db.number("select count(*) from scale.job")).isZero();

        finished(2_000);
        age();
        prune(A_DAY);
        assertThat(jobs()).containsExactly("2000");
        db.execute("update scale.job_pruning set began_at = now() - interval '2.5 hours'");
        prune(A_DAY);
        assertThat(jobs()).isEmpty();
    }

    @Test
    void aJobThatIsQueuedAgainWhilePruningLooksAtItStays() throws Exception {
        batches.handle(JobCommands.submit(List.of(Submission.of(1, "t"))));
        batches.handle(JobCommands.cancelCurrent(NOW, List.of(1L)));
        age();

        try (Connection requeueing = db.database().connection()) {
            requeueing.setAutoCommit(false);
            requeueing.createStatement().execute("select from scale.job for no key update");
            prune(A_DAY);
            requeueing.rollback();
        }

        assertThat(jobs()).containsExactly("1");
    }

    @Test
    void aSubmissionAndAReportThatWaitForTheirJobToBePrunedBringNothingBack() throws Exception {
        List<Command> submission = finished(1);
        age();
        List<Command> report = JobCommands.completed(NOW, List.of(new ExecutionId(1, 1)));
        JobBatches others = new JobBatches(db.database());
        List<Future<Map<String, JobBatches.End>>> waiting = new ArrayList<>();

        try (Connection pruning = db.database().connection()) {
            pruning.setAutoCommit(false);
            JobPruning.STEP.prune(pruning, A_DAY);
            waiting.add(threads.submit(() -> batches.handle(submission)));
            waiting.add(threads.submit(() -> others.handle(report)));
            await().until(() -> db.number("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and datname = current_database()")
                    == 2);
            pruning.commit();
        }

        for (Future<Map<String, JobBatches.End>> one : waiting) {
            assertThat(one.get(1, TimeUnit.MINUTES)).isEmpty();
        }
        assertThat(batches.withoutEffect()).isEqualTo(1);
        assertThat(others.withoutEffect()).isEqualTo(1);
        assertThat(jobs()).isEmpty();
    }

    @Test
    void underHandlersThatRepeatEverythingEachJobIsPrunedOnceAndComesNeverBack() throws Exception {
        Retention atOnce = new Retention(Optional.of(Duration.ofMillis(1)), Duration.ofDays(15));
        int rounds = 40;
        BlockingQueue<List<Command>> again = new LinkedBlockingQueue<>();
        List<Future<Map<String, JobBatches.End>>> repeating = new ArrayList<>();
        for (int thread = 0; thread < 2; thread++) {
            repeating.add(threads.submit(() -> repeat(again, new JobBatches(db.database()))));
        }
        Future<?> pruning = threads.submit(() -> {
            while (true) {
                step(atOnce);
                Thread.onSpinWait();
                if (Thread.interrupted()) {
                    return null;
                }
            }
        });
        for (int round = 0; round < rounds; round++) {
            List<Command> commands = lives(round * 25L + 1, 25);
            assertThat(batches.handle(commands)).isEmpty();
            again.add(commands);
            again.add(commands);
        }
        again.add(List.of());
        again.add(List.of());
        for (Future<Map<String, JobBatches.End>> one : repeating) {
            assertThat(one.get(1, TimeUnit.MINUTES)).isEmpty();
        }
        pruning.cancel(true);
        await().untilAsserted(() -> {
            step(atOnce);
            assertThat(jobs()).isEmpty();
        });

        assertThat(db.number("select count(*) from scale.pruned_job")).isEqualTo(rounds * 25L);
        assertThat(db.number("select count(*) from scale.job_exe")).isZero();
    }

    /** Submissions of jobs and reports of their ends. */
    private static List<Command> lives(long first, int number) {
        List<Submission> jobs = new ArrayList<>();
        List<ExecutionId> executions = new ArrayList<>();
        for (long id = first; id < first + number; id++) {
            jobs.add(Submission.of(id, "t"));
            executions.add(new ExecutionId(id, 1));
        }
        List<Command> commands = new ArrayList<>(JobCommands.submit(jobs));
        commands.addAll(JobCommands.completed(NOW, executions));
        return commands;
    }

    /** Handles what comes until something empty does; all that was not simply done. */
    private static Map<String, JobBatches.End> repeat(BlockingQueue<List<Command>> queue, JobBatches handler)
            throws Exception {
        Map<String, JobBatches.End> ends = new HashMap<>();
        for (List<Command> commands = queue.take(); !commands.isEmpty(); commands = queue.take()) {
            ends.putAll(handler.handle(commands));
        }
        return ends;
    }

    private List<Command> finished(long id) throws SQLException {
        List<Command> submission = JobCommands.submit(List.of(Submission.of(id, "t")));
        batches.handle(submission);
        batches.handle(JobCommands.completed(NOW, List.of(new ExecutionId(id, 1))));
        return submission;
    }

    private static void age() throws SQLException {
        db.execute("update scale.job set last_status_change = now() - interval '25 hours'");
    }

    private static void prune(Retention retention) throws SQLException {
        while (step(retention)) {
            // There was more to look at.
        }
    }

    private static boolean step(Retention retention) throws SQLException {
        return db.database().run(connection -> JobPruning.STEP.prune(connection, retention));
    }

    private static List<String> jobs() {
        return db.column("select id from scale.job order by id");
    }

    private static Connection listening(Connection connection, List<String> asked) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        asked.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
