package dev.scale.jobs;

import dev.scale.messaging.Command;
import dev.scale.messaging.Received;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One job in memory, to which batches of reports are given as a handler process would: early ones come again later. */
final class OneJob {

    private static final Received<JobCommand> COMMAND =
            JobBatches.received(Command.of(CompletedJobs.TYPE, new CompletedJobs(Instant.EPOCH, List.of())));

    private final JobState submitted;
    private final List<Said> early = new ArrayList<>();
    private final List<Said> applied = new ArrayList<>();
    private @Nullable JobState state;

    OneJob(int maxTries, boolean queue) {
        submitted = JobState.submitted(maxTries, 100, queue);
    }

    /** What one element of a command says. */
    record Said(String what, List<JobEvent> events) {

        static final Said SUBMITTED = new Said("submitted", List.of());

        /** A command that needs the inbox is never handled twice. */
        boolean isHarmlessTwice() {
            return !(events.size() == 1
                    && events.get(0) instanceof JobEvent.Canceled canceled
                    && canceled.seen().isEmpty());
        }

        int exeNum() {
            return events.isEmpty() ? 0 : events.get(0).exeNum();
        }

        @Override
        public String toString() {
            return what;
        }
    }

    JobState state() {
        return state;
    }

    void handle(List<Said> batch) {
        if (state == null && batch.contains(Said.SUBMITTED)) {
            state = submitted;
        }
        List<Report> reports = new ArrayList<>();
        for (Said said : batch) {
            for (JobEvent event : said.events()) {
                reports.add(new Report(COMMAND, reports.size(), 1, event));
            }
        }
        note(batch);
        if (state != null) {
            state = JobHandler.fold(state, reports, new Leftovers());
        }
    }

    void handleWhatWasEarly() {
        int left;
        do {
            left = early.size();
            List<Said> again = List.copyOf(early);
            early.clear();
            handle(again);
        } while (early.size() < left);
    }

    /** Of those that contradict each other the one that was applied first. */
    Said firstOf(Set<Said> contradicting) {
        return applied.stream().filter(contradicting::contains).findFirst().orElseThrow();
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
                && state.executions().keySet().stream().allMatch(number -> number <= state.exeNum())
                && state.executions().entrySet().stream()
                        .allMatch(entry -> entry.getKey() == state.exeNum()
                                || entry.getValue().status().isFinal());
    }

    /** Notes in which order the reports of a batch take effect, and which of them are early. */
    private void note(List<Said> batch) {
        JobState after = state;
        List<Said> waiting = new ArrayList<>(batch);
        waiting.removeIf(Said.SUBMITTED::equals);
        boolean came = after != null;
        while (came) {
            came = false;
            List<Said> left = new ArrayList<>();
            for (Said said : waiting) {
                if (said.exeNum() > after.exeNum()) {
                    left.add(said);
                    continue;
                }
                int before = after.exeNum();
                for (JobEvent event : said.events()) {
                    after = JobState.apply(after, event);
                }
                came |= after.exeNum() > before;
                applied.add(said);
            }
            waiting = left;
        }
        early.addAll(waiting);
    }
}
