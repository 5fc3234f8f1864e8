package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class JobStateTest {

    private static final Instant T1 = Instant.parse("2018-03-01T10:00:00Z");
    private static final Instant T2 = Instant.parse("2018-03-01T11:00:00.123456Z");

    private final JobState queued = JobState.submitted(3, 100, true);

    @Test
    void lateRunningFillsStartAndNodeOfACompletedJobAndNothingElse() {
        JobState done = after(queued, new JobEvent.Completed(1, T2), running(1, "node-7"));

        assertThat(done.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(done.current()).isEqualTo(new Execution(JobStatus.COMPLETED, "node-7", T1, T2, null, null, null));
    }

    @Test
    void secondReportsChangeNothing() {
        JobState done = after(queued, running(1, "node-7"), new JobEvent.Completed(1, T2));

        assertThat(JobState.apply(done, new JobEvent.Completed(1, T1))).isSameAs(done);
        assertThat(JobState.apply(done, running(1, "node-8"))).isSameAs(done);
        assertThat(JobState.apply(done, failed(1, true))).isSameAs(done);
        assertThat(JobState.apply(done, queue(1, true))).isSameAs(done);
    }

    @Test
    void failedJobWithTriesLeftIsQueuedAgainAndItsExecutionHasFailed() {
        JobState retried = after(queued, running(1, "node-7"), failed(1, true));

        assertThat(retried.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(retried.exeNum()).isEqualTo(2);
        assertThat(retried.firstExe()).isEqualTo(1);
        assertThat(retried.executions().get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(retried.current()).isEqualTo(Execution.QUEUED);
    }

    @Test
    void jobWithoutTriesLeftOrWithAnErrorNotWorthRetryingHasFailed() {
        JobState last = after(queued, failed(1, true), failed(2, true), failed(3, true));
        JobState fatal = after(queued, failed(1, false));

        assertThat(last.status()).isEqualTo(JobStatus.FAILED);
        assertThat(last.exeNum()).isEqualTo(3);
        assertThat(fatal.status()).isEqualTo(JobStatus.FAILED);
        assertThat(fatal.exeNum()).isEqualTo(1);
    }

    @Test
    void reportsOfAnOldExecutionNeverEndANewerOne() {
        JobState second = after(queued, failed(1, true), running(2, "node-8"));

        assertThat(JobState.apply(second, failed(1, true))).isSameAs(second);
        assertThat(JobState.apply(second, new JobEvent.Completed(1, T2))).isSameAs(second);
        JobState filled = after(second, running(1, "node-7"));
        assertThat(filled.executions().get(1).node()).isEqualTo("node-7");
        assertThat(filled.current()).isEqualTo(second.current());
        assertThat(filled.status()).isEqualTo(JobStatus.RUNNING);
    }

    @Test
    void reportsOfAnExecutionAheadAreEarly() {
        assertThat(JobState.isEarly(queued, new JobEvent.Completed(2, T2))).isTrue();
        assertThat(JobState.isEarly(queued, new JobEvent.Completed(1, T2))).isFalse();
        assertThat(JobState.isEarly(JobState.submitted(3, 100, false), running(1, "node-7")))
                .isTrue();
        assertThat(JobState.isEarly(queued, queue(2, true))).isTrue();
    }

    @Test
    void pendingJobIsQueuedOnceHoweverOftenItIsAsked() {
        JobState pending = JobState.submitted(3, 100, false);
        JobState once = after(pending, queue(0, false));

        assertThat(once.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(once.exeNum()).isEqualTo(1);
        assertThat(JobState.apply(once, queue(0, false))).isSameAs(once);
        assertThat(JobState.apply(once, queue(1, false))).isSameAs(once);
        assertThat(JobState.apply(pending, queue(0, true))).isSameAs(pending);
    }

    @Test
    void queueingAgainSupersedesTheExecutionAndSetsPriorityAndFirstExecution() {
        JobState running = after(queued, running(1, "node-7"));
        JobState again = after(running, new JobEvent.Queued(1, true, OptionalInt.of(5)));

        assertThat(again.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(again.exeNum()).isEqualTo(2);
        assertThat(again.firstExe()).isEqualTo(2);
        assertThat(again.priority()).isEqualTo(5);
        assertThat(again.executions().get(1).status()).isEqualTo(JobStatus.CANCELED);

        JobState late = after(again, new JobEvent.Completed(1, T2));
        assertThat(late.executions().get(1).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(late.executions()).isEqualTo(again.executions());
        assertThat(late.status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void firstOutputOfAnExecutionStands() {
        JobState stored = after(queued, output(1, "1"), output(1, "2"));

        assertThat(stored.current().output()).isEqualTo(new StoredJson("1"));
        assertThat(stored.status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void canceledJobStaysCanceledWhateverItsExecutionReports() {
        JobState canceled = after(queued, cancel(1));

        JobState later = after(canceled, running(1, "node-7"), failed(1, true), output(1, "1"), cancel(1));

        assertThat(later.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(later.exeNum()).isEqualTo(1);
        assertThat(later.current())
                .isEqualTo(new Execution(JobStatus.CANCELED, "node-7", T1, T2, null, new StoredJson("1"), null));
        assertThat(JobState.apply(later, new JobEvent.Completed(1, T1))).isSameAs(later);
    }

    @Test
    void cancelReachesAutomaticRetriesAndNotAJobThatWasQueuedByCommandSince() {
        JobState retried = after(queued, failed(1, true));
        JobState canceled = after(retried, cancel(1));
        JobState requeued = after(queued, requeue(1));

        assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(canceled.executions().get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(canceled.executions().get(2).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(canceled.executions().get(2).ended()).isEqualTo(T2);
        assertThat(JobState.apply(requeued, cancel(1))).isSameAs(requeued);
        assertThat(after(requeued, cancel(2)).status()).isEqualTo(JobStatus.CANCELED);
        assertThat(JobState.isEarly(requeued, cancel(3))).isTrue();
    }

    @Test
    void cancelWithoutANumberMeansWhateverTheJobHasComeTo() {
        JobState requeued = after(queued, requeue(1));

        assertThat(after(requeued, new JobEvent.Canceled(OptionalInt.empty(), T2))
                        .current()
                        .status())
                .isEqualTo(JobStatus.CANCELED);
    }

    @Test
    void pendingAndFailedJobsCanBeCanceledAndCompletedOnesCannot() {
        JobState pending = after(JobState.submitted(3, 100, false), cancel(0));
        JobState failed = after(queued, failed(1, false), cancel(1));
        JobState completed = after(queued, new JobEvent.Completed(1, T1));

        assertThat(pending.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(JobState.apply(pending, queue(0, false))).isSameAs(pending);
        assertThat(failed.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(failed.current().status()).isEqualTo(JobStatus.FAILED);
        assertThat(JobState.apply(completed, cancel(1))).isSameAs(completed);
        assertThat(JobState.apply(queued, cancel(0))).isSameAs(queued);
    }

    @Test
    void requeueingGrantsAllTriesOnceMoreAndOnlyOnce() {
        JobState failed = after(queued, failed(1, false));
        JobState requeued = after(failed, new JobEvent.Requeued(1, OptionalInt.of(5)));

        assertThat(requeued.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(requeued.exeNum()).isEqualTo(2);
        assertThat(requeued.firstExe()).isEqualTo(2);
        assertThat(requeued.priority()).isEqualTo(5);
        assertThat(requeued.maxTries()).isEqualTo(new JobState.MaxTries(4, 3));
        assertThat(JobState.apply(requeued, requeue(1))).isSameAs(requeued);

        JobState again = after(requeued, failed(2, true), failed(3, true), failed(4, true), requeue(4));
        assertThat(again.exeNum()).isEqualTo(5);
        assertThat(again.maxTries()).isEqualTo(new JobState.MaxTries(7, 3));
    }

    @Test
    void greatestNumberOfTriesStaysTheGreatest() {
        JobState requeued = after(JobState.submitted(Integer.MAX_VALUE, 100, true), requeue(1));

        assertThat(requeued.maxTries().now()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void requeueingQueuesWhateverWasQueuedOrCanceledAndIsNotCompleted() {
        JobState canceledBefore = after(JobState.submitted(3, 100, false), cancel(0), requeue(0));
        JobState pending = JobState.submitted(3, 100, false);
        JobState completed = after(queued, new JobEvent.Completed(1, T1));

        assertThat(canceledBefore.status()).isEqualTo(JobStatus.QUEUED);
        assertThat(canceledBefore.exeNum()).isEqualTo(1);
        assertThat(JobState.apply(pending, requeue(0))).isSameAs(pending);
        assertThat(JobState.apply(completed, requeue(1))).isSameAs(completed);
        assertThat(after(queued, cancel(1), requeue(1)).status()).isEqualTo(JobStatus.QUEUED);
        assertThat(after(queued, running(1, "a"), requeue(1)).exeNum()).isEqualTo(2);
    }

    @Test
    void laterReportOfAFailureAddsTheErrorOrTheMessageThatIsMissing() {
        JobEvent unnamed = new JobEvent.Failed(1, T1, null, null, true);
        JobEvent named = new JobEvent.Failed(1, T2, "disk", null, true);
        JobEvent told = new JobEvent.Failed(1, T2, "disk", "full", true);
        JobEvent other = new JobEvent.Failed(1, T2, "net", "down", true);

        JobState filled = after(queued, unnamed, named, told, other, named, unnamed);

        assertThat(filled.exeNum()).isEqualTo(2);
        assertThat(filled.executions().get(1))
                .isEqualTo(new Execution(
                        JobStatus.FAILED, null, null, T1, new Execution.Failure("disk", "full"), null, null));
    }

    @Test
    void stoppedExecutionEndsTheJobOnlyWhileItIsTheCurrentOne() {
        JobState stopped = after(queued, new JobEvent.Stopped(1, T1));
        JobState retried = after(queued, failed(1, true));

        assertThat(stopped.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(JobState.apply(retried, new JobEvent.Stopped(1, T1))).isSameAs(retried);
    }

    private static JobState after(JobState job, JobEvent... events) {
        JobState state = job;
        for (JobEvent event : events) {
            assertThat(JobState.isEarly(state, event)).isFalse();
            state = JobState.apply(state, event);
        }
        return state;
    }

    private static JobEvent running(int exeNum, String node) {
        return new JobEvent.Running(exeNum, T1, node);
    }

    private static JobEvent failed(int exeNum, boolean retryable) {
        return new JobEvent.Failed(exeNum, T1, "disk", null, retryable);
    }

    private static JobEvent queue(int exeNum, boolean again) {
        return new JobEvent.Queued(exeNum, again, OptionalInt.empty());
    }

    private static JobEvent cancel(int exeNum) {
        return new JobEvent.Canceled(OptionalInt.of(exeNum), T2);
    }

    private static JobEvent requeue(int exeNum) {
        return new JobEvent.Requeued(exeNum, OptionalInt.empty());
    }

    private static JobEvent output(int exeNum, String json) {
        return new JobEvent.OutputStored(exeNum, new StoredJson(json));
    }
}
