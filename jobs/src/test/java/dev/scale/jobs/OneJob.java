package dev.scale.jobs;

import dev.scale.messaging.Command;
import dev.scale.messaging.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One job after some reports. An early report leaves no trace and comes again, so that it is the same as one that has not
 * come yet.
 *
 * @param state null before the submission
 * @param applied the reports that had their time, in the order in which they had it
 */
record OneJob(@Nullable JobState state, LinkedHashSet<Said> applied) {

    private static final Received<JobCommand> COMMAND =
            JobBatches.received(Command.of(CompletedJobs.TYPE, new CompletedJobs(Instant.EPOCH, List.of())));

    /** What one element of a command says; the submission, which makes the job, has no events. */
    record Said(String what, List<JobEvent> events) {

        static final Said SUBMITTED = new Said("submitted", List.of());

        /** A command that needs the inbox is handled once. */
        boolean isHarmlessTwice() {
            return !(!events.isEmpty()
                    && events.get(0) instanceof JobEvent.Canceled canceled
                    && canceled.seen().isEmpty());
        }

        private int exeNum() {
            return events.isEmpty() ? 0 : events.get(0).exeNum();
        }

        @Override
        public String toString() {
            return what;
        }
    }

    static OneJob unknown() {
        return new OneJob(null, new LinkedHashSet<>());
    }

    /** The job after a batch, handled by the fold. */
    OneJob handle(List<Said> batch, JobState submitted) {
        LinkedHashSet<Said> had = new LinkedHashSet<>(applied);
        JobState before = state;
        if (before == null) {
            if (!batch.contains(Said.SUBMITTED)) {
                return this;
            }
            before = submitted;
            had.add(Said.SUBMITTED);
        }
        List<Report> reports = new ArrayList<>();
        for (Said said : batch) {
            for (JobEvent event : said.events()) {
                reports.add(new Report(COMMAND, reports.size(), 1, event));
            }
        }
        JobState after = JobHandler.fold(before, reports, new Leftovers());
        if (!oneByOne(before, batch, had).equals(after)) {
            throw new AssertionError(batch + " in one batch after " + applied + " gives " + after);
        }
        return new OneJob(after, had);
    }

    boolean hasTimeFor(Said said, JobState submitted) {
        return !handle(List.of(said), submitted).applied.equals(applied);
    }

    /** Of some reports the one that had its time first; null before. */
    @Nullable
    Said firstOf(Set<Said> some) {
        return applied.stream().filter(some::contains).findFirst().orElse(null);
    }

    /** Whether row and executions tell the same story. */
    boolean agreesWithItself() {
        Execution current = state.current();
        boolean same = switch (state.status()) {
            case PENDING -> current == null;
            case CANCELED -> current == null || current.status().isFinal();
            default -> current != null && current.status() == state.status();
        };
        return same
                && state.executions().entrySet().stream()
                        .allMatch(entry -> entry.getKey() == state.exeNum()
                                || (entry.getKey() < state.exeNum()
                                        && entry.getValue().status().isFinal()));
    }

    /** Adds to those applied; early ones wait until one of the others has moved the job on. */
    private static JobState oneByOne(JobState before, List<Said> batch, Set<Said> had) {
        JobState state = before;
        List<Said> waiting = batch;
        int came;
        do {
            came = state.exeNum();
            List<Said> early = new ArrayList<>();
            for (Said said : waiting) {
                if (said.exeNum() > state.exeNum()) {
                    early.add(said);
                    continue;
                }
                for (JobEvent event : said.events()) {
                    state = JobState.apply(state, event);
                }
                had.add(said);
            }
            waiting = early;
        } while (state.exeNum() > came);
        return state;
    }
}
