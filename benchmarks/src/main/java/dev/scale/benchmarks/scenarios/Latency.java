package dev.scale.benchmarks.scenarios;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** From sending to commit, at steady rates. */
final class Latency implements Scenario {

    private static final int[] RATES = {10, 1_000, 10_000};
    private static final int COMMANDS_FOR_A_SECOND = 20_000;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        int seconds = Math.max(1, size.commands() / COMMANDS_FOR_A_SECOND);
        List<Waits.AtRate> rates = new ArrayList<>();
        try (ContenderProcess ours = ContenderProcess.java("ours-timed", rig)) {
            for (int i = 0; i < size.warmUps(); i++) {
                new Draining(rig, ours, new RunningJobsWorkload(size.commands(), 1)).turn(QueueKind.QUORUM);
            }
            for (int rate : RATES) {
                Waits.AtRate waits = at(rig, ours, rate, rate * seconds);
                Progress.say("latency, " + rate + "/s: p50 " + waits.millis().p50() + " ms");
                rates.add(waits);
            }
            return List.of(new Waits("latency, send to commit, quorum queue", ours.configuration(), rates)
                    .goal(1_000, 10, 40));
        }
    }

    private static Waits.AtRate at(Rig rig, ContenderProcess ours, int perSecond, int commands) throws Exception {
        RunningJobsWorkload workload = new RunningJobsWorkload(commands, 1);
        workload.prepare(rig);
        try (Backlog queue = new Backlog(rig, QueueKind.QUORUM)) {
            queue.declare();
            CompletableFuture<Void> handled = CompletableFuture.runAsync(() -> {
                try {
                    ours.drain(rig, queue.queue(), commands);
                } catch (IOException e) {
                    throw new CompletionException(e);
                }
            });
            double behind = queue.trickle(workload.commands(), perSecond);
            handled.join();
            workload.check(rig);
            return new Waits.AtRate(perSecond, commands, Waits.Percentiles.parse(ours.lastFigures()), behind);
        }
    }
}
