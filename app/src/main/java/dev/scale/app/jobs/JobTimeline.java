package dev.scale.app.jobs;

import dev.scale.app.TextTable;
import dev.scale.jobs.JobHistory;
import dev.scale.messaging.broker.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a job, execution by execution. Times of starts and ends are the senders', the others the database's, so that
 * they may contradict each other.
 */
final class JobTimeline {

    private final TextTable table =
            new TextTable("EXE", "TIME", "STATUS", "AFTER", "WHAT").whole("EXE", "TIME", "STATUS", "AFTER");

    private JobTimeline() {}

    static TextTable of(JobHistory history) {
        JobTimeline timeline = new JobTimeline();
        history.executions().forEach(timeline::add);
        return timeline.table;
    }

    private void add(JobHistory.Run run) {
        table.row(run.exeNum(), run.queued().truncatedTo(ChronoUnit.MILLIS), "QUEUED", null, null);
        if (run.started() != null || run.node() != null) {
            row(run, run.started(), "RUNNING", run.queued(), run.node() == null ? null : "on " + run.node());
        }
        if (run.status().isFinal()) {
            row(run, run.ended(), run.status().name(), run.started() == null ? run.queued() : run.started(), end(run));
        }
    }

    private void row(JobHistory.Run run, @Nullable Instant time, String status, Instant before, @Nullable String what) {
        boolean known = time != null && !time.isBefore(before);
        table.row(
                run.exeNum(),
                time == null ? null : time.truncatedTo(ChronoUnit.MILLIS),
                status,
                known ? Durations.words(Duration.between(before, time).truncatedTo(ChronoUnit.MILLIS)) : null,
                what);
    }

    private static @Nullable String end(JobHistory.Run run) {
        if (run.error() == null) {
            return null;
        }
        return run.errorMessage() == null ? run.error() : run.error() + ": " + run.errorMessage();
    }
}
