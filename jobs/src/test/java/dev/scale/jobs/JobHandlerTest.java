package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.JobBatches.End;
import dev.scale.messaging.Command;
import dev.scale.messaging.store.Transactions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JobHandlerTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final Instant T1 = Instant.parse("2018-03-01T10:00:00.123456Z");
    private static final Instant T2 = Instant.parse("2023-03-12T02:30:00Z");

    private final JobBatches batches = new JobBatches(db.database());

    @Test
    void jobGoesFromItsSubmissionToItsOutput() throws SQLException {
        handle(submit(Submission.of(5, "checksum").withInput("{\"file\":\"a\"}").claimedBy("s")));
        assertThat(job("status, exe_num, first_exe, claimed_by, input, queued = created, node, started"))
                .isEqualTo("(QUEUED,1,1,s,\"{\"\"file\"\": \"\"a\"\"}\",t,,)");

        handle(running(5, 1, "node-7"));
        assertThat(job("status, node, started = '" + T1 + "', claimed_by")).isEqualTo("(RUNNING,node-7,t,s)");

        handle(output(5, 1, "{\"n\":9223372036854775808}"));
        assertThat(job("status, output")).isEqualTo("(RUNNING,)");

        handle(completed(5, 1));
        assertThat(job("status, ended = '" + T2 + "', output->>'n', last_status_change > created"))
                .isEqualTo("(COMPLETED,t,9223372036854775808,t)");
        assertThat(execution(5, 1, "status, node, output->>'n'")).isEqualTo("(COMPLETED,node-7,9223372036854775808)");
        assertThat(db.column("select name from scale.job_type")).containsExactly("checksum");
    }

    @Test
    void outputThatComesAfterTheEndBecomesTheJobsOutput() throws SQLException {
        handle(submit(Submission.of(5, "t")), completed(5, 1));
        handle(output(5, 1, "1"));
        handle(output(5, 1, "2"));

        assertThat(job("status, output")).isEqualTo("(COMPLETED,1)");
    }

    @Test
    void lateRunningFillsStartAndNodeOnly() throws SQLException {
        handle(submit(Submission.of(5, "t")));
        handle(completed(5, 1), running(5, 1, "node-7"));
        String before = job("j");
        handle(completed(5, 1), running(5, 1, "node-8"));

        assertThat(job("status, node, ended = '" + T2 + "'")).isEqualTo("(COMPLETED,node-7,t)");
        assertThat(job("j")).isEqualTo(before);
    }

    @Test
    void failedJobIsRetriedOnceHoweverOftenTheFailureIsReported() throws SQLException {
        handle(submit(Submission.of(5, "t").claimedBy("s")));
        handle(running(5, 1, "node-7"), failed(5, 1), failed(5, 1));
        handle(failed(5, 1), completed(5, 1));

        assertThat(job("status, exe_num, first_exe, claimed_by, node, started, error"))
                .isEqualTo("(QUEUED,2,1,,,,)");
        assertThat(execution(5, 1, "status, error, error_message")).isEqualTo("(FAILED,disk,full\u2400)");
        assertThat(execution(5, 2, "status")).isEqualTo("QUEUED");
    }

    @Test
    void errorThatIsNotWorthRetryingEndsTheJob() throws SQLException {
        db.execute("insert into scale.error (name, id, retryable) values ('bad-input', 17, false)");
        handle(submit(Submission.of(5, "t"), Submission.of(6, "t")));
        handle(JobCommands.failed(T2, new JobError.Numbered(17), List.of(new ExecutionId(5, 1))));
        handle(JobCommands.failed(T2, new JobError.Numbered(18), List.of(new ExecutionId(6, 1))));

        assertThat(job("status, exe_num, error")).isEqualTo("(FAILED,1,bad-input)");
        assertThat(execution(6, 1, "status, error")).isEqualTo("(FAILED,error-18)");
        assertThat(db.column("select name from scale.error where id = 18")).containsExactly("error-18");
    }

    @Test
    void reportsOfOneBatchAreAppliedInAnyOrder() throws SQLException {
        Map<String, End> ends =
                handle(completed(5, 2), failed(5, 1), running(5, 1, "a"), submit(Submission.of(5, "t")));

        assertThat(ends).isEmpty();
        assertThat(job("status, exe_num, ended = '" + T2 + "'")).isEqualTo("(COMPLETED,2,t)");
        assertThat(execution(5, 1, "status, node")).isEqualTo("(FAILED,a)");
    }

    @Test
    void onlyWhatIsEarlyIsPutOff() throws SQLException {
        handle(submit(Submission.of(5, "t"), Submission.of(6, "t")));
        List<Command> command =
                JobCommands.completed(T2, List.of(new ExecutionId(5, 1), new ExecutionId(6, 2), new ExecutionId(7, 1)));

        Map<String, End> ends = handle(command);

        assertThat(ends.get(command.get(0).id()))
                .isEqualTo(new End(
                        "EARLY",
                        "job 6 has not come to execution 2, only to 1 (and 1 more)",
                        "{\"ended\":\"2023-03-12T02:30:00.000000Z\",\"jobs\":[{\"id\":6,\"exe_num\":2},"
                                + "{\"id\":7,\"exe_num\":1}]}"));
        assertThat(job("status")).isEqualTo("COMPLETED");
        assertThat(db.column("select status from scale.job where id = 6")).containsExactly("QUEUED");
    }

    @Test
    void repeatedSubmissionIsHarmlessAndOtherContentUnderItsIdIsRefused() throws SQLException {
        Submission job = Submission.of(5, "t").withInput("{\"a\":1,\"b\":2}");
        List<Command> first = submit(job);
        List<Command> other =
                submit(Submission.of(6, "t"), Submission.of(5, "t").withInput("{\"a\":2}"));

        Map<String, End> ends = handle(first, first, submit(job.withInput("{\"b\":2, \"a\":1}")), other);
        Map<String, End> again = handle(first, other);

        assertThat(ends).containsOnlyKeys(other.get(0).id()).isEqualTo(again);
        End end = ends.get(other.get(0).id());
        assertThat(end.kind()).isEqualTo("REJECTED");
        assertThat(end.reason()).isEqualTo("job id in use: 5");
        assertThat(end.remainder()).contains("\"id\":5").doesNotContain("\"id\":6");
        assertThat(job("input->>'a'")).isEqualTo("1");
        assertThat(db.number("select count(*) from scale.job where id = 6")).isEqualTo(1);
    }

    @Test
    void commandThatNamesAnIdTwiceWithOtherContentIsRefusedInPart() throws SQLException {
        List<Command> command = submit(Submission.of(5, "t"), Submission.of(5, "u"));

        assertThat(handle(command)).hasSize(1);
        assertThat(handle(command)).hasSize(1);
        assertThat(job("type")).isEqualTo("t");
    }

    @Test
    void pendingJobIsQueuedByCommandWithPriority() throws SQLException {
        handle(submit(Submission.of(5, "t").pending()));
        assertThat(job("status, exe_num, queued")).isEqualTo("(PENDING,0,)");

        Command queued = Command.ofJson(
                "queued_jobs", "{\"jobs\":[{\"id\":\"5\",\"exe_num\":0}],\"requeue\":false,\"priority\":1}", null);
        handle(List.of(queued));
        handle(List.of(queued));

        assertThat(job("status, exe_num, first_exe, priority, queued is null")).isEqualTo("(QUEUED,1,1,1,f)");
    }

    @Test
    void onlyTheJobOfExactlyThisIdChanges() throws SQLException {
        long id = 9007199254740993L;
        handle(submit(Submission.of(id, "t"), Submission.of(id - 1, "t"), Submission.of(id + 1, "t")));
        handle(completed(id, 1));

        assertThat(db.column("select id from scale.job where status = 'COMPLETED'"))
                .containsExactly("9007199254740993");
    }

    @Test
    void timesAreStoredTheSameUnderEveryZone() throws SQLException {
        TimeZone own = TimeZone.getDefault();
        try {
            for (String zone : List.of("America/New_York", "UTC")) {
                TimeZone.setDefault(TimeZone.getTimeZone(zone));
                db.empty();
                handle(submit(Submission.of(5, "t")), running(5, 1, "a"), completed(5, 1));
                handle(output(5, 1, "1"));
                assertThat(job("started = '2018-03-01T10:00:00.123456Z', ended = '2023-03-12T02:30:00Z'"))
                        .isEqualTo("(t,t)");
            }
        } finally {
            TimeZone.setDefault(own);
        }
    }

    @Test
    void batchOfAnySizeIsThreeStatementsAndWritesNothingThatDidNotChange() throws SQLException {
        List<Command> submitted = JobCommands.submit(IntStream.rangeClosed(1, 100)
                .mapToObj(id -> Submission.of(id, "t"))
                .toList());
        assertThat(statements(submitted))
                .extracting(sql -> sql.split("\\s")[0])
                .containsExactly("insert", "insert", "insert");

        List<Command> reports = new ArrayList<>();
        for (long id = 100; id >= 1; id--) {
            reports.addAll(running(id, 1, "a"));
            reports.addAll(id % 2 == 0 ? completed(id, 1) : output(id, 1, "1"));
        }
        List<String> statements = statements(reports);
        assertThat(statements).hasSize(3);
        assertThat(statements.get(0)).contains("select").contains("for no key update");
        assertThat(statements.get(1)).startsWith("insert into scale.job_exe");
        assertThat(statements.get(2)).startsWith("update scale.job");

        assertThat(statements(reports)).hasSize(1);
        assertThat(db.column("select status || count(*) from scale.job group by status"))
                .containsExactlyInAnyOrder("COMPLETED50", "RUNNING50");
    }

    @Test
    void reportsOnAClaimedJobWriteNoIndex() throws SQLException {
        List<Submission> jobs = IntStream.rangeClosed(1, 20)
                .mapToObj(id -> Submission.of(id, "t").claimedBy("s"))
                .toList();
        handle(JobCommands.submit(jobs));
        List<ExecutionId> executions =
                jobs.stream().map(job -> new ExecutionId(job.id(), 1)).toList();

        for (List<Command> report :
                List.of(JobCommands.running(T1, "a", executions), JobCommands.completed(T2, executions))) {
            List<Long> updates = new ArrayList<>();
            new JobBatches(new CountingTransactions(updates)).handle(report);
            assertThat(updates).hasSize(4).allMatch(count -> count == 20);
            assertThat(updates.get(1)).isEqualTo(updates.get(0));
            assertThat(updates.get(3)).isEqualTo(updates.get(2));
        }
    }

    /** Notes at the end of a transaction its updates of job and job_exe, and how many of them touched no index. */
    private record CountingTransactions(List<Long> updates) implements Transactions {

        @Override
        public <T> T run(Work<T> work) throws SQLException {
            return db.database().run(connection -> {
                List<Long> before = counts(connection); // earlier transactions of this session may be in them
                T result = work.in(connection);
                List<Long> after = counts(connection);
                IntStream.range(0, after.size()).forEach(i -> updates.add(after.get(i) - before.get(i)));
                return result;
            });
        }

        private static List<Long> counts(Connection connection) throws SQLException {
            List<Long> counts = new ArrayList<>();
            try (PreparedStatement select = connection.prepareStatement(
                            "select n_tup_upd, n_tup_hot_upd from pg_stat_xact_user_tables"
                                    + " where schemaname = 'scale' and relname in ('job', 'job_exe') order by relname");
                    ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    counts.add(rows.getLong(1));
                    counts.add(rows.getLong(2));
                }
            }
            return counts;
        }
    }

    private List<String> statements(List<Command> commands) throws SQLException {
        List<String> prepared = new ArrayList<>();
        batches.handle(commands, connection -> (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("prepareStatement")) {
                        prepared.add((String) arguments[0]);
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
        return prepared;
    }

    @SafeVarargs
    private Map<String, End> handle(List<Command>... commands) throws SQLException {
        List<Command> batch = new ArrayList<>();
        for (List<Command> some : commands) {
            batch.addAll(some);
        }
        return batches.handle(batch);
    }

    private static List<Command> submit(Submission... jobs) {
        return JobCommands.submit(List.of(jobs));
    }

    private static List<Command> running(long job, int exeNum, String node) {
        return JobCommands.running(T1, node, List.of(new ExecutionId(job, exeNum)));
    }

    private static List<Command> completed(long job, int exeNum) {
        return JobCommands.completed(T2, List.of(new ExecutionId(job, exeNum)));
    }

    private static List<Command> failed(long job, int exeNum) {
        return JobCommands.failed(T2, new JobError.Named("disk", "full\0"), List.of(new ExecutionId(job, exeNum)));
    }

    private static List<Command> output(long job, int exeNum, String json) {
        return JobCommands.storeOutput(List.of(new StoreJobOutput.JobOutput(new ExecutionId(job, exeNum), json)));
    }

    private static String job(String columns) {
        return row(columns, "scale.job j where id = 5");
    }

    private static String execution(long job, int exeNum, String columns) {
        return row(columns, "scale.job_exe where job_id = " + job + " and exe_num = " + exeNum);
    }

    private static String row(String columns, String from) {
        String value = columns.contains(",") ? "row(" + columns + ")" : columns;
        return db.column("select " + value + " from " + from).get(0);
    }
}
