package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.JobBatches.End;
import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ends of executions that bring the results of tasks. */
class ExecutionEndTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final Instant T1 = Instant.parse("2018-03-01T10:00:00.123456Z");
    private static final Instant T2 = Instant.parse("2018-03-01T11:00:00Z");

    private final JobBatches batches = new JobBatches(db.database());

    @BeforeEach
    void submit() throws SQLException {
        batches.handle(JobCommands.submit(List.of(Submission.of(5, "t"))));
    }

    @Test
    void commandOfThePredecessorEndsTheExecutionAndKeepsItsTaskResults() throws SQLException {
        String body = "{\"job_exe_end_models\":[{\"id\":77,\"job_id\":5,\"job_type_id\":3,\"exe_num\":1,"
                + "\"task_results\":{\"version\":\"1.0\",\"tasks\":[{\"task_id\":\"a_main\",\"exit_code\":0}]},"
                + "\"status\":\"COMPLETED\",\"queued\":\"2018-03-01T09:00:00Z\",\"ended\":\"2018-03-01T11:00:00Z\","
                + "\"node_id\":7,\"started\":\"2018-03-01T10:00:00.123456Z\"}]}";
        handle(List.of(Command.ofJson("create_job_exe_ends", body, null)));

        assertThat(job("status, node, started = '" + T1 + "', ended = '" + T2 + "'"))
                .isEqualTo("(COMPLETED,7,t,t)");
        assertThat(execution("status, node, task_results->'tasks'->0->>'task_id', output"))
                .isEqualTo("(COMPLETED,7,a_main,)");
    }

    @Test
    void lateEndFillsOnlyWhatIsEmpty() throws SQLException {
        handle(JobCommands.completed(T1, List.of(new ExecutionId(5, 1))));
        ExecutionEnd end = ExecutionEnd.of(new ExecutionId(5, 1), JobStatus.FAILED, T2, "{\"n\":1.50}")
                .withError(17)
                .ranOn("node-7", T1);
        handle(JobCommands.ends(List.of(end)));
        String before = execution("e");
        handle(JobCommands.ends(List.of(ExecutionEnd.of(new ExecutionId(5, 1), JobStatus.CANCELED, T2, "2")
                .ranOn("node-8", T2))));

        assertThat(job("status, node, started = '" + T1 + "', ended = '" + T1 + "', error"))
                .isEqualTo("(COMPLETED,node-7,t,t,)");
        assertThat(execution("status, error, task_results")).isEqualTo("(COMPLETED,,\"{\"\"n\"\": 1.50}\")");
        assertThat(execution("e")).isEqualTo(before);
    }

    @Test
    void failureThatANumberedErrorAllowsToRetryIsRetriedOnce() throws SQLException {
        ExecutionEnd end = ExecutionEnd.of(new ExecutionId(5, 1), JobStatus.FAILED, T2, "{}")
                .withError(17);
        handle(JobCommands.ends(List.of(end, end)));
        handle(JobCommands.ends(List.of(end)));
        handle(JobCommands.failed(T1, new JobError.Numbered(17), List.of(new ExecutionId(5, 1))));

        assertThat(job("status, exe_num, error")).isEqualTo("(QUEUED,2,)");
        assertThat(execution("status, error, ended = '" + T2 + "'")).isEqualTo("(FAILED,error-17,t)");
        assertThat(db.column("select name || retryable from scale.error where id = 17"))
                .containsExactly("error-17true");
    }

    @Test
    void failureWithAnErrorNotWorthRetryingIsTheLast() throws SQLException {
        db.execute("insert into scale.error (name, id, retryable) values ('bad-input', 17, false)");
        handle(JobCommands.ends(List.of(ExecutionEnd.of(new ExecutionId(5, 1), JobStatus.FAILED, T2, "{}")
                .withError(17))));

        assertThat(job("status, exe_num, error")).isEqualTo("(FAILED,1,bad-input)");
    }

    @Test
    void endThatNamesItsErrorSaysTheSameAsTheFailureWhicheverIsFirst() throws SQLException {
        db.execute("insert into scale.error (name, retryable) values ('bad-input', false)");
        JobError error = new JobError.Named("bad-input", "no such file");
        ExecutionId execution = new ExecutionId(5, 1);
        handle(JobCommands.ends(
                List.of(ExecutionEnd.of(execution, JobStatus.FAILED, T2, "{}").withError(error))));
        handle(JobCommands.failed(T2, error, List.of(execution)));

        assertThat(job("status, exe_num, error")).isEqualTo("(FAILED,1,bad-input)");
        assertThat(execution("status, error, error_message")).isEqualTo("(FAILED,bad-input,\"no such file\")");
    }

    @Test
    void failureWithoutAnErrorTakesTheOneThatALaterReportNames() throws SQLException {
        handle(JobCommands.ends(List.of(ExecutionEnd.of(new ExecutionId(5, 1), JobStatus.FAILED, T2, "{}"))));
        handle(JobCommands.failed(T1, new JobError.Named("disk", "full"), List.of(new ExecutionId(5, 1))));

        assertThat(execution("status, error, error_message, ended = '" + T2 + "'"))
                .isEqualTo("(FAILED,disk,full,t)");
        assertThat(job("status, exe_num")).isEqualTo("(QUEUED,2)");
    }

    @Test
    void endsThatAreEarlyComeLaterAndTheOthersAreKept() throws SQLException {
        List<Command> command = JobCommands.ends(List.of(
                ExecutionEnd.of(new ExecutionId(5, 2), JobStatus.COMPLETED, T2, "2"),
                ExecutionEnd.of(new ExecutionId(5, 1), JobStatus.CANCELED, T1, "1"),
                ExecutionEnd.of(new ExecutionId(6, 1), JobStatus.COMPLETED, T2, "3")));

        End end = handle(command).get(command.get(0).id());

        assertThat(end.kind()).isEqualTo("EARLY");
        assertThat(end.reason()).isEqualTo("job 5 has not come to execution 2, only to 1 (and 1 more)");
        assertThat(end.remainder())
                .contains("\"task_results\":2}", "\"task_results\":3}")
                .doesNotContain("\"task_results\":1}");
        assertThat(job("status")).isEqualTo("CANCELED");
        assertThat(execution("status, task_results")).isEqualTo("(CANCELED,1)");
    }

    private Map<String, End> handle(List<Command> commands) throws SQLException {
        return batches.handle(commands);
    }

    private static String job(String columns) {
        return row(columns, "scale.job j where id = 5");
    }

    private static String execution(String columns) {
        return row(columns, "scale.job_exe e where job_id = 5 and exe_num = 1");
    }

    private static String row(String columns, String from) {
        String value = columns.contains(",") ? "row(" + columns + ")" : columns;
        return db.column("select " + value + " from " + from).get(0);
    }
}
