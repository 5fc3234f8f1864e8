package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.JobBatches.End;
import dev.scale.messaging.Command;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.store.Schema;
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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads handle the reports of many jobs; what is stored at the end is what one thread would have stored. */
class JobInterleavingTest {

    @RegisterExtension
    static final TestDatabase db = new TestDatabase();

    private static final Instant T = Instant.parse("2018-03-01T10:00:00Z");
    private static final int JOBS = 150;
    private static final int THREADS = 4;

    /** All but what the database's clock wrote. */
    private static final String JOB_ROWS =
            "select row(id, type, status, exe_num, first_exe, max_tries, priority, claimed_by, node, error, input, output,"
                    + " started, ended, queued is null) from scale.job order by id";

    private static final String EXECUTION_ROWS =
            "select row(job_id, exe_num, status, node, started, ended, error, error_message, output)"
                    + " from scale.job_exe order by job_id, exe_num";

    private final JobBatches batches = new JobBatches(db.database());

    @BeforeAll
    static void makeTables() {
        JobsModule module = new JobsModule();
        Schema.migrate(db.database(), module.name(), module.migrations().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void everyInterleavingEndsAsASerialRun(long seed) throws Exception {
        Random random = new Random(seed);
        List<Command> reports = reports(random);

        submitAll();
        handleUntilNothingIsEarly(reports, 50);
        List<String> serial = rows();

        List<Command> delivered = new ArrayList<>(reports);
        for (Command report : reports) {
            if (random.nextInt(4) == 0) {
                delivered.add(report);
            }
        }
        Collections.shuffle(delivered, random);
        submitAll();
        List<List<Command>> shares = new ArrayList<>();
        IntStream.range(0, THREADS).forEach(thread -> shares.add(new ArrayList<>()));
        delivered.forEach(command -> shares.get(random.nextInt(THREADS)).add(command));
        ConcurrentLinkedQueue<Command> early = new ConcurrentLinkedQueue<>();
        inThreads(thread -> {
            Random sizes = new Random(seed * THREADS + thread);
            List<Command> share = shares.get(thread);
            for (int from = 0; from < share.size(); ) {
                int to = Math.min(share.size(), from + 1 + sizes.nextInt(80));
                early.addAll(handle(share.subList(from, to)));
                from = to;
            }
        });
        handleUntilNothingIsEarly(new ArrayList<>(early), 500);

        assertThat(rows()).isEqualTo(serial);
    }

    @Test
    void oppositeOrdersOfTheSameJobsNeverDeadlock() throws Exception {
        submitAll();
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
                                    ? JobCommands.failed(T, JobError.named("e" + round + "-" + part), some)
                                    : JobCommands.running(T, "a", some));
                }
                handle(commands);
            }
        });

        assertThat(db.number("select count(*) from scale.job where status = 'QUEUED' and exe_num = 2"))
                .isEqualTo(100);
    }

    private static void submitAll() throws SQLException {
        db.execute("truncate scale.job, scale.job_exe, scale.job_type, scale.error");
        List<Submission> jobs = LongStream.rangeClosed(1, JOBS)
                .mapToObj(id -> Submission.of(id, "type-" + id % 7))
                .toList();
        new JobBatches(db.database()).handle(JobCommands.submit(jobs));
    }

    /** Lives that do not contradict themselves: each execution fails and is retried, until one completes or all have failed. */
    private static List<Command> reports(Random random) {
        List<Command> reports = new ArrayList<>();
        Map<Integer, List<ExecutionId>> completed = new HashMap<>();
        for (long id = 1; id <= JOBS; id++) {
            int failures = random.nextInt(4);
            for (int number = 1; number <= Math.min(3, failures + 1); number++) {
                List<ExecutionId> execution = List.of(new ExecutionId(id, number));
                Instant start = T.plusSeconds(id * 10 + number);
                reports.addAll(JobCommands.running(start, "node-" + (id + number) % 5, execution));
                if (random.nextBoolean()) {
                    String output = "{\"job\":" + id + ",\"exe\":" + number + "}";
                    reports.addAll(
                            JobCommands.storeOutput(List.of(new StoreJobOutput.JobOutput(execution.get(0), output))));
                }
                if (number <= failures) {
                    JobError error = new JobError.Named("error-" + id % 3, "in " + number);
                    reports.addAll(JobCommands.failed(start.plusSeconds(1), error, execution));
                } else {
                    completed
                            .computeIfAbsent((int) (id % 9), unused -> new ArrayList<>())
                            .add(execution.get(0));
                }
            }
        }
        completed.values().forEach(jobs -> reports.addAll(JobCommands.completed(T.plusSeconds(9_999), jobs)));
        return reports;
    }

    private void handleUntilNothingIsEarly(List<Command> commands, int batchSize) throws SQLException {
        List<Command> waiting = commands;
        int rounds = 0;
        while (!waiting.isEmpty()) {
            assertThat(rounds++).as("rounds; still early: %s", waiting).isLessThan(20);
            List<Command> early = new ArrayList<>();
            for (int from = 0; from < waiting.size(); from += batchSize) {
                early.addAll(handle(waiting.subList(from, Math.min(waiting.size(), from + batchSize))));
            }
            waiting = early;
        }
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
