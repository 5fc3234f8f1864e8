package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The reports of a job's life in every order and with every single duplicate end in the same state. Early ones are fed
 * again after each step, as the worker does when it tries them later.
 */
class EveryOrderTest {

    private static final Instant T = Instant.parse("2018-03-01T10:00:00Z");

    /** Null stands for the submission, before which every report is early. */
    private final List<@Nullable JobEvent> reports = new ArrayList<>();

    private boolean queuedAtOnce = true;

    @Test
    void lifeWithARetryEndsTheSameInEveryOrder() {
        Collections.addAll(
                reports,
                null,
                new JobEvent.Running(1, T, "a"),
                new JobEvent.Failed(1, T.plusSeconds(1), "disk", "full", true),
                new JobEvent.OutputStored(1, new Output("1")),
                new JobEvent.Running(2, T.plusSeconds(2), "b"),
                new JobEvent.OutputStored(2, new Output("2")),
                new JobEvent.Completed(2, T.plusSeconds(3)),
                new JobEvent.Running(2, T.plusSeconds(2), "b"));

        everyOrderEndsInTheSameState();
    }

    @Test
    void lifeQueuedByCommandUntilItsLastFailureEndsTheSameInEveryOrder() {
        queuedAtOnce = false;
        Collections.addAll(
                reports,
                null,
                new JobEvent.Queued(0, false, OptionalInt.of(7)),
                new JobEvent.Running(1, T, "a"),
                new JobEvent.Failed(1, T.plusSeconds(1), "disk", null, true),
                new JobEvent.Failed(2, T.plusSeconds(2), "disk", null, true),
                new JobEvent.Running(3, T.plusSeconds(3), "c"),
                new JobEvent.Failed(3, T.plusSeconds(4), "disk", null, true),
                new JobEvent.OutputStored(3, new Output("3")));

        everyOrderEndsInTheSameState();
    }

    private void everyOrderEndsInTheSameState() {
        JobState expected = end(reports);
        int[] orders = {0};
        permute(new ArrayList<>(reports), 0, order -> {
            orders[0]++;
            for (int duplicated = 0; duplicated < order.size(); duplicated++) {
                for (int again = duplicated + 1; again <= order.size(); again++) {
                    List<@Nullable JobEvent> delivered = new ArrayList<>(order);
                    delivered.add(again, order.get(duplicated));
                    JobState end = end(delivered);
                    if (!end.equals(expected)) {
                        assertThat(end).as("%s", delivered).isEqualTo(expected);
                    }
                }
            }
        });
        assertThat(orders[0]).isEqualTo(40_320);
    }

    private JobState end(List<@Nullable JobEvent> delivered) {
        JobState job = null;
        List<JobEvent> early = new ArrayList<>();
        for (JobEvent report : delivered) {
            if (report == null) {
                job = job == null ? JobState.submitted(3, 100, queuedAtOnce) : job;
            } else {
                early.add(report);
            }
            boolean again = job != null;
            while (again) {
                again = false;
                for (int i = 0; i < early.size(); i++) {
                    if (!JobState.isEarly(job, early.get(i))) {
                        job = JobState.apply(job, early.remove(i--));
                        again = true;
                    }
                }
            }
        }
        if (!early.isEmpty()) {
            throw new AssertionError("still early: " + early);
        }
        return job;
    }

    private static void permute(List<@Nullable JobEvent> list, int from, Consumer<List<@Nullable JobEvent>> each) {
        if (from == list.size()) {
            each.accept(list);
            return;
        }
        for (int i = from; i < list.size(); i++) {
            Collections.swap(list, from, i);
            permute(list, from + 1, each);
            Collections.swap(list, from, i);
        }
    }
}
