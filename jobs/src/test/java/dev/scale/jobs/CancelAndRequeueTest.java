package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.JobBatches.End;
import dev.scale.messaging.Command;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What cancelling and requeueing leave in the rows of jobs and executions. */
class CancelAndRequeueTest {

    @RegisterExtension
    static final JobDatabase db = new JobDatabase();

    private static final Instant T1 = Instant.parse("2018-03-01T10:00:00.123456Z");
    private static final Instant T2 = Instant.parse("2018-03-01T11:00:00Z");

    private final JobBatches batches = new JobBatches(db.database());

    @Test
    void canceledExecutionEndsWhenTheCancelSays() throws SQLException {
        handle(submit(Submission.of(5, "t").claimedBy("s")), running(5, 1));
        handle(cancel(5, 1));

        assertThat(job("status, exe_num, node, ended = '" + T2
                        + "', claimed_by, claimable, last_status_change > created"))
                .isEqualTo("(CANCELED,1,n,t,s,f,t)");
        assertThat(execution(1, "status, ended = '" + T2 + "', error")).isEqualTo("(CANCELED,t,)");

        String before = job("j");
        handle(completed(5, 1), cancel(5, 1), output(5, 1));
        assertThat(job("j")).isEqualTo(before);
        assertThat(execution(1, "status, ended = '" + T2 + "', output")).isEqualTo("(CANCELED,t,1)");
    }

    @Test
    void completedJobIsNotCanceled() throws SQLException {
        handle(submit(Submission.of(5, "t")), completed(5, 1), output(5, 1));
        String before = job("j");

        assertThat(handle(cancel(5, 1), JobCommands.cancelCurrent(T2, List.of(5L))))
                .isEmpty();
        assertThat(job("j")).isEqualTo(before);
    }

    @Test
    void cancelReachesTheAutomaticRetryAlsoInALaterBatch() throws SQLException {
        handle(submit(Submission.of(5, "t")), failed(5, 1));
        handle(cancel(5, 1));

        assertThat(job("status, exe_num, ended = '" + T2 + "', error")).isEqualTo("(CANCELED,2,t,)");
        assertThat(execution(1, "status, error")).isEqualTo("(FAILED,disk)");
        assertThat(execution(2, "status, ended = '" + T2 + "'")).isEqualTo("(CANCELED,t)");
    }

    @Test
    void cancelOfAFormerQueueingLeavesTheJobAlone() throws SQLException {
        handle(submit(Submission.of(5, "t")), requeue(5, 1));
        handle(cancel(5, 1));

        assertThat(job("status, exe_num")).isEqualTo("(QUEUED,2)");
    }

    @Test
    void cancelWithoutANumberTakesBothFormsAndMeansTheCurrentExecution() throws SQLException {
        handle(submit(Submission.of(5, "t"), Submission.of(6, "t").pending()), requeue(5, 1));
        Command command = Command.ofJson(
                "cancel_jobs", "{\"job_ids\":[5],\"jobs\":[{\"id\":\"6\"}],\"when\":\"2018-03-01T11:00:00Z\"}", null);
        handle(List.of(command));

        assertThat(job("status, exe_num, ended = '" + T2 + "'")).isEqualTo("(CANCELED,2,t)");
        assertThat(db.column("select row(status, exe_num, ended) from scale.job where id = 6"))
                .containsExactly("(CANCELED,0,)");
        assertThat(JobsModule.recognisesItself(body(command))).isFalse();
        assertThat(JobsModule.recognisesItself(body(cancel(5, 1).get(0)))).isTrue();
    }

    @Test
    void cancelOfAnUnknownJobIsEarlyAndStaysWithoutANumber() throws SQLException {
        handle(submit(Submission.of(5, "t")));
        List<Command> command = JobCommands.cancelCurrent(T2, List.of(5L, 6L));
        List<Command> ahead = JobCommands.cancel(T2, List.of(new ExecutionId(5, 2)));

        Map<String, End> ends = handle(command, ahead);

        assertThat(ends.get(command.get(0).id()))
                .isEqualTo(new End(
                        "EARLY",
                        "job 6 is not known",
                        "{\"jobs\":[{\"id\":6}],\"when\":\"2018-03-01T11:00:00.000000Z\"}"));
        assertThat(ends.get(ahead.get(0).id()).reason()).isEqualTo("job 5 has not come to execution 2, only to 1");
        assertThat(job("status")).isEqualTo("CANCELED");
    }

    @Test
    void requeueingQueuesOnceUnderANewNumberWithAllTriesAgain() throws SQLException {
        handle(submit(Submission.of(5, "t").withMaxTries(2).claimedBy("s")), failed(5, 1), failed(5, 2));
        List<Command> requeue = JobCommands.requeue(List.of(new ExecutionId(5, 2)), OptionalInt.of(7));
        handle(requeue, requeue);
        handle(requeue);

        assertThat(job("status, exe_num, first_exe, max_tries, priority, claimed_by, ended, error, queued > created"))
                .isEqualTo("(QUEUED,3,3,4,7,,,,t)");
        assertThat(db.column("select exe_num || status from scale.job_exe order by exe_num"))
                .containsExactly("1FAILED", "2FAILED", "3QUEUED");

        handle(failed(5, 3), failed(5, 4));
        assertThat(job("status, exe_num")).isEqualTo("(FAILED,4)");
        handle(requeue(5, 4));
        assertThat(job("status, exe_num, max_tries, submitted_max_tries")).isEqualTo("(QUEUED,5,6,2)");
    }

    @Test
    void executionThatIsSupersededEndsWhenTheNextOneIsQueued() throws SQLException {
        handle(submit(Submission.of(5, "t")), running(5, 1), requeue(5, 1), completed(5, 1));
        String executions = "select row(a.status, a.ended = b.queued, a.ended = j.queued) from scale.job_exe a"
                + " join scale.job_exe b on b.exe_num = 2 join scale.job j on true where a.exe_num = 1";
        assertThat(db.column(executions)).containsExactly("(CANCELED,t,t)");

        String before = execution(1, "ended");
        handle(completed(5, 1), output(5, 1));
        assertThat(execution(1, "status, ended = '" + before + "', output")).isEqualTo("(CANCELED,t,1)");
        assertThat(job("status, exe_num, output")).isEqualTo("(QUEUED,2,)");
    }

    @Test
    void jobThatWasCanceledBeforeItWasQueuedCanBeQueued() throws SQLException {
        handle(submit(Submission.of(5, "t").pending()));
        handle(cancel(5, 0), JobCommands.queued(List.of(5L)));
        assertThat(job("status, exe_num")).isEqualTo("(CANCELED,0)");

        handle(requeue(5, 0));
        handle(requeue(5, 0), cancel(5, 0));
        assertThat(job("status, exe_num, first_exe, max_tries")).isEqualTo("(QUEUED,1,1,3)");
    }

    private static JobCommand body(Command command) {
        return JobBatches.received(command).body();
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

    private static List<Command> running(long job, int exeNum) {
        return JobCommands.running(T1, "n", List.of(new ExecutionId(job, exeNum)));
    }

    private static List<Command> completed(long job, int exeNum) {
        return JobCommands.completed(T1, List.of(new ExecutionId(job, exeNum)));
    }

    private static List<Command> failed(long job, int exeNum) {
        return JobCommands.failed(T1, JobError.named("disk"), List.of(new ExecutionId(job, exeNum)));
    }

    private static List<Command> output(long job, int exeNum) {
        return JobCommands.storeOutput(List.of(new StoreJobOutput.JobOutput(new ExecutionId(job, exeNum), "1")));
    }

    private static List<Command> cancel(long job, int exeNum) {
        return JobCommands.cancel(T2, List.of(new ExecutionId(job, exeNum)));
    }

    private static List<Command> requeue(long job, int exeNum) {
        return JobCommands.requeue(List.of(new ExecutionId(job, exeNum)), OptionalInt.empty());
    }

    private static String job(String columns) {
        return row(columns, "scale.job j where id = 5");
    }

    private static String execution(int exeNum, String columns) {
        return row(columns, "scale.job_exe where job_id = 5 and exe_num = " + exeNum);
    }

    private static String row(String columns, String from) {
        String value = columns.contains(",") ? "row(" + columns + ")" : columns;
        return db.column("select " + value + " from " + from).get(0);
    }
}
