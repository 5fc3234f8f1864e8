package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
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
        assertThat(done.current()).isEqualTo(new Execution(JobStatus.COMPLETED, "node-7", T1, T2, null, null));
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
        assertThat(late.executions().get(1).ended()).isEqualTo(T2);
        assertThat(late.status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void firstOutputOfAnExecutionStands() {
        JobState stored = after(queued, output(1, "1"), output(1, "2"));

        assertThat(stored.current().output()).isEqualTo(new Output("1"));
        assertThat(stored.status()).isEqualTo(JobStatus.QUEUED);
    }

    @Test
    void canceledJobStaysCanceledWhateverItsExecutionReports() {
        Execution execution = Execution.QUEUED.superseded();
        JobState canceled = new JobState(JobStatus.CANCELED, 1, 1, 3, 100, Map.of(1, execution));

        JobState later = after(canceled, running(1, "node-7"), failed(1, true), output(1, "1"));

        assertThat(later.status()).isEqualTo(JobStatus.CANCELED);
        assertThat(later.exeNum()).isEqualTo(1);
        assertThat(later.current())
                .isEqualTo(new Execution(JobStatus.CANCELED, "node-7", T1, T1, null, new Output("1")));
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

    private static JobEvent output(int exeNum, String json) {
        return new JobEvent.OutputStored(exeNum, new Output(json));
    }
}
