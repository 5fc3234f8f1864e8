package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.OneJob.Said;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * All ways in which a job's reports may come: each order, each splitting into batches, each report any number of times, and
 * before its time too, which puts it off. Where a job may stand is explored step by step from the unknown job on, so that
 * nothing is left out. Reports that do not contradict each other end in one state; where some do, the state depends on
 * nothing but which of them was first.
 */
class EveryOrderTest {

    private static final Instant T = Instant.parse("2018-03-01T10:00:00Z");

    private final List<Said> life = new ArrayList<>();
    private final List<Set<Said>> contradictions = new ArrayList<>();
    private int maxTries = 3;
    private boolean queuedAtOnce = true;

    @Test
    void lifeWithARetryEndsTheSameInEveryOrder() {
        submitted();
        running(1, T, "a");
        failed(1, T.plusSeconds(1), "full", true);
        output(1, "1");
        running(2, T.plusSeconds(2), "b");
        output(2, "2");
        completed(2, T.plusSeconds(3));

        assertThat(outcomes()).containsOnlyKeys("COMPLETED [FAILED, COMPLETED]");
    }

    @Test
    void lifeQueuedByCommandUntilItsLastFailureEndsTheSameInEveryOrder() {
        queuedAtOnce = false;
        submitted();
        say("queued", new JobEvent.Queued(0, false, OptionalInt.of(7)));
        running(1, T, "a");
        failed(1, T.plusSeconds(1), null, true);
        failed(2, T.plusSeconds(2), null, true);
        failed(3, T.plusSeconds(4), null, true);
        output(3, "3");

        assertThat(outcomes()).containsOnlyKeys("FAILED [FAILED, FAILED, FAILED]");
    }

    @Test
    void endsWithTaskResultsAgreeWithTheOtherReportsOfTheSameEnds() {
        submitted();
        failed(1, T.plusSeconds(1), "full", true);
        end(1, JobStatus.FAILED, "disk");
        running(2, T, "a");
        completed(2, T.plusSeconds(1));
        end(2, JobStatus.COMPLETED, null);
        output(2, "2");

        assertThat(outcomes()).containsOnlyKeys("COMPLETED [FAILED, COMPLETED]");
    }

    @Test
    void firstOfCompletionFailureAndCancelWins() {
        submitted();
        running(1, T, "a");
        output(1, "1");
        Said completed = completed(1, T.plusSeconds(1));
        Said end = end(1, JobStatus.COMPLETED, null);
        Said failed = failed(1, T.plusSeconds(2), null, true);
        Said cancel = cancel(1);
        contradictions.add(Set.of(completed, end, failed, cancel));

        // A cancel reaches the retry of a failure.
        assertThat(outcomes())
                .isEqualTo(Map.of(
                        "COMPLETED [COMPLETED]", Set.of("completed 1", "end 1"),
                        "CANCELED [FAILED, CANCELED]", Set.of("failed 1"),
                        "CANCELED [CANCELED]", Set.of("cancel 1")));
    }

    @Test
    void requeueingOvertakesTheFailureOfTheExecutionThatItFollows() {
        submitted();
        running(1, T, "a");
        Said failed = failed(1, T.plusSeconds(1), null, false);
        Said requeue = requeue(1);
        running(2, T.plusSeconds(2), "b");
        output(2, "2");
        completed(2, T.plusSeconds(3));
        contradictions.add(Set.of(failed, requeue));

        assertThat(outcomes())
                .isEqualTo(Map.of(
                        "COMPLETED [FAILED, COMPLETED]",
                        Set.of("failed 1"),
                        "COMPLETED [CANCELED, COMPLETED]",
                        Set.of("requeue 1")));
    }

    @Test
    void automaticRetryThatIsFirstLeavesNothingToRequeue() {
        maxTries = 2;
        submitted();
        Said failed = failed(1, T.plusSeconds(1), null, true);
        Said requeue = requeue(1);
        running(2, T, "b");
        failed(2, T.plusSeconds(2), null, true);
        contradictions.add(Set.of(failed, requeue));

        // The requeued job has three tries in all, so that its second failure is not its last.
        assertThat(outcomes())
                .isEqualTo(Map.of(
                        "FAILED [FAILED, FAILED]",
                        Set.of("failed 1"),
                        "QUEUED [CANCELED, FAILED, QUEUED]",
                        Set.of("requeue 1")));
    }

    @Test
    void requeueingFollowsTheCancelOfItsExecutionInEitherOrder() {
        submitted();
        output(1, "1");
        Said cancel = cancel(1);
        Said requeue = requeue(1);
        running(2, T, "b");
        Said cancelAgain = cancel(2);
        Said completed = completed(2, T.plusSeconds(1));
        contradictions.add(Set.of(cancel, requeue));
        contradictions.add(Set.of(cancelAgain, completed));

        assertThat(outcomes())
                .isEqualTo(Map.of(
                        "COMPLETED [CANCELED, COMPLETED]", Set.of("cancel 1, completed 2", "requeue 1, completed 2"),
                        "CANCELED [CANCELED, CANCELED]", Set.of("cancel 1, cancel 2", "requeue 1, cancel 2")));
    }

    @Test
    void cancelOfAPendingJobAndItsFirstQueueingExcludeEachOther() {
        queuedAtOnce = false;
        submitted();
        Said queued = say("queued", new JobEvent.Queued(0, false, OptionalInt.empty()));
        Said cancel = cancel(0);
        running(1, T, "a");
        completed(1, T.plusSeconds(1));
        contradictions.add(Set.of(queued, cancel));

        assertThat(outcomes())
                .isEqualTo(Map.of("COMPLETED [COMPLETED]", Set.of("queued"), "CANCELED []", Set.of("cancel 0")));
    }

    @Test
    void cancelWithoutANumberHitsWhatItMeets() {
        submitted();
        Said cancel = say("cancel", new JobEvent.Canceled(OptionalInt.empty(), T));
        Said failed = failed(1, T.plusSeconds(1), null, true);
        Said requeue = requeue(2);
        running(3, T, "c");
        output(2, "2");
        contradictions.add(Set.of(cancel, failed));
        contradictions.add(Set.of(cancel, requeue));

        // Where the cancel is first the job does not come to execution 2, which nobody could have requeued.
        assertThat(outcomes())
                .isEqualTo(Map.of(
                        "CANCELED [CANCELED]", Set.of("cancel, cancel"),
                        "RUNNING [FAILED, CANCELED, RUNNING]", Set.of("failed 1, cancel"),
                        "CANCELED [FAILED, CANCELED, CANCELED]", Set.of("failed 1, requeue 2")));
    }

    /** Status of the job and its executions at every end with those that were first; asserts that these alone decide. */
    private Map<String, Set<String>> outcomes() {
        Map<List<Said>, JobState> states = new HashMap<>();
        for (OneJob end : ends()) {
            assertThat(end.agreesWithItself()).as("%s", end).isTrue();
            JobState known = states.putIfAbsent(firsts(end), end.state());
            if (known != null) {
                assertThat(end.state()).as("%s", end.applied()).isEqualTo(known);
            }
        }
        Map<String, Set<String>> outcomes = new HashMap<>();
        states.forEach((firsts, state) -> {
            List<JobStatus> executions =
                    state.executions().values().stream().map(Execution::status).toList();
            outcomes.computeIfAbsent(state.status() + " " + executions, unused -> new TreeSet<>())
                    .add(String.join(", ", firsts.stream().map(Said::what).toList()));
        });
        return outcomes;
    }

    /** The job wherever it may stand when no report has an effect any more. */
    private List<OneJob> ends() {
        JobState submitted = JobState.submitted(maxTries, 100, queuedAtOnce);
        List<OneJob> ends = new ArrayList<>();
        Set<List<Object>> seen = new HashSet<>();
        ArrayDeque<OneJob> open = new ArrayDeque<>(List.of(OneJob.unknown()));
        while (!open.isEmpty()) {
            OneJob job = open.remove();
            assertThat(job.state() == null ? 0 : job.state().exeNum())
                    .as("executions after %s", job.applied())
                    .isLessThanOrEqualTo(life.size());
            eachBatch(job, batch -> {
                OneJob after = job.handle(batch, submitted);
                if (seen.add(Arrays.asList(after.state(), Set.copyOf(after.applied()), firsts(after)))) {
                    open.add(after);
                }
            });
            if (life.stream().noneMatch(said -> job.hasTimeFor(said, submitted))) {
                ends.add(job);
            }
        }
        return ends;
    }

    /** Any of the reports that are still to come, in any order; and any two of all reports, which may be duplicates. */
    private void eachBatch(OneJob job, Consumer<List<Said>> each) {
        List<Said> toCome =
                life.stream().filter(said -> !job.applied().contains(said)).toList();
        eachSelection(List.of(), toCome, each);
        List<Said> repeatable = new ArrayList<>(life);
        repeatable.removeIf(said -> !said.isHarmlessTwice());
        for (Said first : repeatable) {
            for (Said second : repeatable) {
                each.accept(List.of(first, second));
            }
        }
    }

    private static void eachSelection(List<Said> chosen, List<Said> rest, Consumer<List<Said>> each) {
        for (Said next : rest) {
            List<Said> more = new ArrayList<>(chosen);
            more.add(next);
            each.accept(more);
            eachSelection(more, rest.stream().filter(said -> !said.equals(next)).toList(), each);
        }
    }

    private List<Said> firsts(OneJob job) {
        return contradictions.stream().map(job::firstOf).toList();
    }

    private void submitted() {
        life.add(Said.SUBMITTED);
    }

    private Said say(String what, JobEvent... events) {
        Said said = new Said(what, List.of(events));
        life.add(said);
        return said;
    }

    private void running(int exeNum, Instant started, String node) {
        say("running " + exeNum, new JobEvent.Running(exeNum, started, node));
    }

    private Said completed(int exeNum, Instant ended) {
        return say("completed " + exeNum, new JobEvent.Completed(exeNum, ended));
    }

    private Said failed(int exeNum, Instant ended, String message, boolean retryable) {
        return say("failed " + exeNum, new JobEvent.Failed(exeNum, ended, "disk", message, retryable));
    }

    /** An end at the time and place of the other reports. */
    private Said end(int exeNum, JobStatus status, String error) {
        JobEvent end = status == JobStatus.COMPLETED
                ? new JobEvent.Completed(exeNum, T.plusSeconds(1))
                : new JobEvent.Failed(exeNum, T.plusSeconds(1), error, null, true);
        return say(
                "end " + exeNum,
                new JobEvent.Running(exeNum, T, "a"),
                end,
                new JobEvent.TaskResultsStored(exeNum, new StoredJson("{}")));
    }

    private Said cancel(int exeNum) {
        return say("cancel " + exeNum, new JobEvent.Canceled(OptionalInt.of(exeNum), T.plusSeconds(5)));
    }

    private Said requeue(int exeNum) {
        return say("requeue " + exeNum, new JobEvent.Requeued(exeNum, OptionalInt.empty()));
    }

    private void output(int exeNum, String json) {
        say("output " + exeNum, new JobEvent.OutputStored(exeNum, new StoredJson(json)));
    }
}
