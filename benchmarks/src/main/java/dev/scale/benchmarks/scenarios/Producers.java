package dev.scale.benchmarks.scenarios;

import dev.scale.benchmarks.contenders.Crowd;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Very many producers at once: connections that each send singly and wait for the confirm, and processes with a
 * single command each. All of it takes the database no more connections than the handler has.
 */
final class Producers implements Scenario {

    private static final int COMMANDS_EACH = 10;
    private static final int MOST_CONNECTIONS = 2_000;
    private static final int MOST_PROCESSES = 100;
    private static final long BETWEEN_MILLIS = 200;

    /** Threads and one more, {@code scale handler}'s default. */
    private static final int DATABASE_CONNECTIONS = 3;

    private static final double MOST_GROWTH = 1.25;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        int connections = Math.max(10, Math.min(MOST_CONNECTIONS, size.commands() / 200));
        int processes = Math.max(2, Math.min(MOST_PROCESSES, size.commands() / 4_000));
        int jobs = connections * COMMANDS_EACH + processes;
        RunningJobsWorkload workload = new RunningJobsWorkload(jobs, 1);
        try (ContenderProcess ours = ContenderProcess.java("ours", rig)) {
            new Draining(rig, ours, workload).turn(QueueKind.QUORUM);
            workload.prepare(rig);
            double before = LiveHeap.of(ours.pid());
            Crowd.Report crowd;
            double most = 0;
            long start = System.nanoTime();
            double seconds;
            try (Backlog queue = new Backlog(rig, QueueKind.QUORUM)) {
                queue.declare();
                CompletableFuture<Void> handled = CompletableFuture.runAsync(() -> drain(rig, ours, queue, jobs));
                CompletableFuture<Crowd.Report> sent = CompletableFuture.supplyAsync(
                        () -> Crowd.send(rig.broker().url(), queue.queue(), connections, COMMANDS_EACH, processes));
                while (!within(handled)) {
                    most = Math.max(most, databaseConnections(rig));
                }
                seconds = (System.nanoTime() - start) / 1e9;
                crowd = sent.join();
            }
            workload.check(rig);
            double after = LiveHeap.of(ours.pid());
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("connections, each in a thread of its own", Integer.toString(connections));
            facts.put("processes of their own", Integer.toString(processes));
            facts.put("commands, each sent alone and confirmed", Integer.toString(jobs));
            facts.put("sends repeated because the confirm was missing", Long.toString(crowd.repeated()));
            facts.put("seconds until all were applied", String.format(Locale.ROOT, "%.1f", seconds));
            facts.put(
                    "handler, MiB after a collection before and after",
                    String.format(Locale.ROOT, "%.1f and %.1f", before, after));
            return List.of(new Facts("producers: " + connections + " connections, " + processes + " processes", facts)
                    .goal(Goal.atMost("database connections of the handler", most, DATABASE_CONNECTIONS))
                    .goal(Goal.atMost("memory, after / before", after / before, MOST_GROWTH)));
        }
    }

    private static boolean within(CompletableFuture<Void> handled) throws Exception {
        try {
            handled.get(BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillWorking) {
            return false;
        }
    }

    private static void drain(Rig rig, ContenderProcess ours, Backlog queue, int jobs) {
        try {
            ours.drain(rig, queue.queue(), jobs);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static double databaseConnections(Rig rig) throws SQLException {
        return rig.number("select count(*) from pg_stat_activity where application_name = 'ours'");
    }
}
