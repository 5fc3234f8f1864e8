package dev.scale.benchmarks.scenarios;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A handler with little memory drains many small commands, and then large ones: what it holds does not grow. */
final class Memory implements Scenario {

    private static final String HEAP = "128m";
    private static final long BETWEEN_MILLIS = 500;

    /** The last third of the measurements over the first; a collection does not find everything each time. */
    private static final double MOST_GROWTH = 1.25;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        int small = size.commands() / 2 * 5;
        int large = Math.max(10, size.commands() / 40);
        try (ContenderProcess ours = ContenderProcess.java("ours", rig, HEAP)) {
            // What a young process takes for its classes is not what is asked for.
            new Draining(rig, ours, new RunningJobsWorkload(size.commands() / 4, 1)).turn(QueueKind.QUORUM);
            return List.of(
                    drain(
                            rig,
                            ours,
                            "memory: -Xmx" + HEAP + ", " + small + " commands of 170 bytes",
                            new RunningJobsWorkload(small, 1)),
                    drain(
                            rig,
                            ours,
                            "memory: -Xmx" + HEAP + ", " + large + " commands of 100 KB",
                            new LargeOutputs(large)));
        }
    }

    private static Figures drain(Rig rig, ContenderProcess ours, String title, Workload workload) throws Exception {
        workload.prepare(rig);
        List<Double> held = new ArrayList<>();
        try (Backlog backlog = new Backlog(rig, QueueKind.QUORUM)) {
            backlog.fill(workload.commands());
            CompletableFuture<Void> turn =
                    CompletableFuture.runAsync(() -> handle(rig, ours, backlog.queue(), workload.expected()));
            while (!within(turn)) {
                held.add(LiveHeap.of(ours.pid()));
            }
        }
        workload.check(rig);
        held.add(LiveHeap.of(ours.pid()));
        Progress.say(title + ": done");
        int third = Math.max(1, held.size() / 3);
        double first = mean(held.subList(0, third));
        double last = mean(held.subList(held.size() - third, held.size()));
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("measurements", Integer.toString(held.size()));
        facts.put("first third, MiB after a collection", text(first));
        facts.put("last third, MiB after a collection", text(last));
        facts.put(
                "most, MiB after a collection",
                text(held.stream().mapToDouble(one -> one).max().orElse(0)));
        return new Facts(title, facts).goal(Goal.atMost("last third / first third", last / first, MOST_GROWTH));
    }

    private static boolean within(CompletableFuture<Void> turn) throws InterruptedException, ExecutionException {
        try {
            turn.get(BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException stillWorking) {
            return false;
        }
    }

    private static void handle(Rig rig, ContenderProcess ours, String queue, int commands) {
        try {
            ours.drain(rig, queue, commands);
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(one -> one).average().orElseThrow();
    }

    private static String text(double mebibytes) {
        return String.format(Locale.ROOT, "%.1f", mebibytes);
    }
}
