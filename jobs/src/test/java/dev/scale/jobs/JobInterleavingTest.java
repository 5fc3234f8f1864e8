package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.JobBatches.End;
import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads handle the reports of many jobs; what is stored at the end is what one thread would have stored. */
class JobInterleavingTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final int JOBS = 150;
    private static final int THREADS = 4;

    /** All but what the database's clock wrote. */
    private static final String JOB_ROWS =
            "select row(id, type, status, exe_num, first_exe, max_tries, priority, claimed_by, node, error, input, output,"
                    + " started, ended, queued is null) from scale.job order by id";

    private static final String EXECUTION_ROWS =
            "select row(job_id, exe_num, status, node, started, ended, error, error_message, output, task_results)"
                    + " from scale.job_exe order by job_id, exe_num";

    /** Jobs whose row does not show their current execution, and executions that do not fit their job. */
    private static final String DISAGREEMENTS = """
            select row(j.id, e.exe_num, j.status, e.status) from scale.job j
            left join scale.job_exe e on e.job_id = j.id
            where e.exe_num > j.exe_num
               or (e.ended is null) = (e.status in ('COMPLETED', 'FAILED', 'CANCELED'))
               or e.exe_num < j.exe_num and e.ended is null
               or e.exe_num = j.exe_num and (
                  (e.status <> j.status and not (j.status = 'CANCELED' and e.ended is not null))
                  or (j.node, j.started, j.ended, j.error) is distinct from (e.node, e.started, e.ended, e.error)
                  or j.output is distinct from case when j.status = 'COMPLETED' then e.output end)
               or j.exe_num > 0 and not exists (
                  select from scale.job_exe c where c.job_id = j.id and c.exe_num = j.exe_num)""";

    private final JobBatches batches = new JobBatches(db.database());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyInterleavingEndsAsASerialRun(long seed) throws Exception {
        Random random = new Random(seed);
        List<Command> reports = JobLives.agreeing(random, JOBS);

        assertThat(handleWhatComes(reports, 50)).isEmpty();
        List<String> serial = rows();

        db.empty();
        assertThat(handleInThreads(twiceSome(reports, random), random)).isEmpty();
        assertThat(rows()).isEqualTo(serial);
        assertThat(db.column(DISAGREEMENTS)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void whateverIsFirstOfContradictingReportsRowsAgree(long seed) throws Exception {
        Random random = new Random(seed);
        List<Command> reports = JobLives.contradicting(random, JOBS);

        handleInThreads(twiceSome(reports, random), random);

        assertThat(db.column(DISAGREEMENTS)).isEmpty();
        assertThat(db.column("select distinct status from scale.job")).contains("COMPLETED", "FAILED", "CANCELED");
        assertThat(db.number("select count(*) from scale.job where first_exe > 1"))
                .isPositive();
        List<String> before = rows();
        reports.removeIf(report -> !isHarmlessTwice(report));
        handleWhatComes(reports, 100);
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void oppositeOrdersOfTheSameJobsNeverDeadlock() throws Exception {
        handle(JobCommands.submit(LongStream.rangeClosed(1, 100)
                .mapToObj(id -> Submission.of(id, "t"))
                .toList()));
        List<ExecutionId> up = LongStream.rangeClosed(1, 100)
                .mapToObj(id -> new ExecutionId(id, 1))
                .toList();
        List<ExecutionId> down = new ArrayList<>(up);
        Collections.reverse(down);

        // Most rounds change nothing, but all take the locks; each makes names of errors known.
        inThreads(thread -> {
            for (int round = 0; round < 250; round++) {
                boolean odd = thread % 2 == 1;
                List<Command> commands = new ArrayList<>();
                List<ExecutionId> jobs = odd ? down : up;
                for (int part = 0; part < 100; part += 20) {
                    List<ExecutionId> some = jobs.subList(part, part + 20);
                    commands.addAll(
                            odd
                                    ? JobCommands.failed(Instant.EPOCH, JobError.named("e" + round + "-" + part), some)
                                    : JobCommands.running(Instant.EPOCH, "a", some));
                }
                handle(commands);
            }
        });

        assertThat(db.number("select count(*) from scale.job where status = 'QUEUED' and exe_num = 2"))
                .isEqualTo(100);
    }

    private static boolean isHarmlessTwice(Command command) {
        return JobsModule.recognisesItself(JobBatches.received(command).body());
    }

    private static List<Command> twiceSome(List<Command> reports, Random random) {
        List<Command> delivered = new ArrayList<>(reports);
        for (Command report : reports) {
            if (random.nextInt(4) == 0
                    && JobsModule.recognisesItself(JobBatches.received(report).body())) {
                delivered.add(report);
            }
        }
        Collections.shuffle(delivered, random);
        return delivered;
    }

    /** Early ones come again when everything else is done, for as long as that makes a difference; returns those left. */
    private List<Command> handleInThreads(List<Command> delivered, Random random) throws Exception {
        List<List<Command>> shares = new ArrayList<>();
        IntStream.range(0, THREADS).forEach(thread -> shares.add(new ArrayList<>()));
        delivered.forEach(command -> shares.get(random.nextInt(THREADS)).add(command));
        ConcurrentLinkedQueue<Command> early = new ConcurrentLinkedQueue<>();
        long seed = random.nextLong();
        inThreads(thread -> {
            Random sizes = new Random(seed + thread);
            List<Command> share = shares.get(thread);
            for (int from = 0; from < share.size(); ) {
                int to = Math.min(share.size(), from + 1 + sizes.nextInt(80));
                early.addAll(handle(share.subList(from, to)));
                from = to;
            }
        });
        return handleWhatComes(new ArrayList<>(early), 500);
    }

    private List<Command> handleWhatComes(List<Command> commands, int batchSize) throws SQLException {
        List<Command> waiting = commands;
        for (int round = 0; round < 20 && !waiting.isEmpty(); round++) {
            List<Command> early = new ArrayList<>();
            for (int from = 0; from < waiting.size(); from += batchSize) {
                early.addAll(handle(waiting.subList(from, Math.min(waiting.size(), from + batchSize))));
            }
            waiting = early;
        }
        return waiting;
    }

    /** Handles a batch and returns what is to come again, cut to its remainders. */
    private List<Command> handle(List<Command> batch) throws SQLException {
        Map<String, Command> byId = new HashMap<>();
        List<Command> tries = new ArrayList<>();
        for (Command command : batch) {
            // A duplicate in one batch: the worker tells them apart, the recording unit of work by their ids.
            Command delivery = new Command(Command.newId(), command.type(), command.body(), command.group());
            byId.put(delivery.id(), delivery);
            tries.add(delivery);
        }
        List<Command> again = new ArrayList<>();
        for (Map.Entry<String, End> end : batches.handle(tries).entrySet()) {
            assertThat(end.getValue().kind()).isEqualTo("EARLY");
            Command whole = byId.get(end.getKey());
            String rest = end.getValue().remainder();
            again.add(rest == null ? whole : Command.ofJson(whole.type(), rest, null));
        }
        return again;
    }

    private static List<String> rows() {
        List<String> rows = new ArrayList<>(db.column(JOB_ROWS));
        rows.addAll(db.column(EXECUTION_ROWS));
        return rows;
    }

    @FunctionalInterface
    private interface Share {
        void handle(int thread) throws SQLException;
    }

    private static void inThreads(Share share) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                int thread = i;
                running.add(threads.submit(() -> {
                    share.handle(thread);
                    return null;
                }));
            }
            for (Future<?> each : running) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
