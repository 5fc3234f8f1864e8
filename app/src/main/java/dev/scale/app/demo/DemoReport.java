package dev.scale.app.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * What a run came to.
 *
 * @param jobs how they ended
 * @param account what became of every confirmed command
 * @param astray ids of jobs that did not end as planned
 * @param troubles what kept tasks from reporting
 */
record DemoReport(Jobs jobs, Account account, Figures figures, List<Long> astray, List<String> troubles) {

    private static final int MOST_SHOWN = 5;

    /**
     * Jobs by how they ended.
     *
     * @param retried those that got a second execution
     */
    record Jobs(int all, int completed, int failed, int retried) {}

    /**
     * What was measured.
     *
     * @param p50 milliseconds from send to commit
     * @param p99 the same
     * @param connections most database connections of the handler process
     * @param taken from the first submission to the account
     */
    record Figures(double p50, double p99, int connections, Duration taken) {

        double seconds() {
            return Math.round(taken.toMillis() / 10.0) / 100.0;
        }
    }

    static DemoReport of(
            List<PlannedJob> plan, Outcomes outcomes, Account account, Figures figures, List<String> troubles) {
        List<Outcomes.Job> ends = List.copyOf(outcomes.jobs().values());
        Jobs jobs = new Jobs(plan.size(), with(ends, "COMPLETED"), with(ends, "FAILED"), (int)
                ends.stream().filter(job -> job.exeNum() > 1).count());
        List<Long> astray = plan.stream()
                .filter(job -> !job.endedAsPlanned(outcomes.jobs().get(job.id())))
                .map(PlannedJob::id)
                .toList();
        return new DemoReport(jobs, account, figures, astray, troubles);
    }

    private static int with(List<Outcomes.Job> ends, String status) {
        return (int) ends.stream().filter(job -> job.status().equals(status)).count();
    }

    /** Nothing is lost and every job ended as planned. */
    boolean good() {
        return account.lost().isEmpty() && astray.isEmpty();
    }

    void write(JsonGenerator generator, String broker, String database) {
        generator.writeNumberProperty("jobs", jobs.all());
        generator.writeNumberProperty("completed", jobs.completed());
        generator.writeNumberProperty("failed", jobs.failed());
        generator.writeNumberProperty("commands_sent", account.sent());
        generator.writeNumberProperty("commands_applied", account.applied());
        generator.writeNumberProperty("retried", jobs.retried());
        generator.writeNumberProperty("dead_lettered", account.deadLettered());
        generator.writeNumberProperty("lost", account.lost().size());
        generator.writeObjectPropertyStart("latency_ms");
        generator.writeNumberProperty("p50", figures.p50());
        generator.writeNumberProperty("p99", figures.p99());
        generator.writeEndObject();
        generator.writeNumberProperty("database_connections_peak", figures.connections());
        generator.writeStringProperty("broker", broker);
        generator.writeStringProperty("database", database);
        generator.writeNumberProperty("seconds", figures.seconds());
    }

    /** The summary for people. */
    String text(String broker, String database) {
        return String.format(
                Locale.ROOT,
                """
                jobs          %d: %d completed, %d failed as planned, %d needed a second execution
                commands      %d confirmed to their senders: %d applied, %d dead letters, %d lost
                send->commit  half within %.1f ms, 99 of 100 within %.1f ms
                database      at most %d connections of the handler process, however many tasks
                time          %.1f s, %.0f commands/s
                broker        %s
                database      %s
                %s""",
                jobs.all(),
                jobs.completed(),
                jobs.failed(),
                jobs.retried(),
                account.sent(),
                account.applied(),
                account.deadLettered(),
                account.lost().size(),
                figures.p50(),
                figures.p99(),
                figures.connections(),
                figures.seconds(),
                account.sent() / Math.max(0.001, figures.seconds()),
                broker,
                database,
                verdict());
    }

    private String verdict() {
        StringBuilder text = new StringBuilder();
        if (good()) {
            text.append("Every command is accounted for and every job ended as planned.");
        }
        if (!account.lost().isEmpty()) {
            text.append("LOST: ").append(some(account.lost())).append('\n');
        }
        if (!astray.isEmpty()) {
            text.append("NOT AS PLANNED: jobs ").append(some(astray)).append('\n');
        }
        troubles.stream()
                .limit(MOST_SHOWN)
                .forEach(trouble -> text.append("TROUBLE: ").append(trouble).append('\n'));
        return text.toString().stripTrailing();
    }

    private static String some(List<?> all) {
        List<String> shown = all.stream().limit(MOST_SHOWN).map(String::valueOf).toList();
        return String.join(", ", shown)
                + (all.size() > MOST_SHOWN ? " and " + (all.size() - MOST_SHOWN) + " more" : "");
    }
}
