package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** Sender and handler at full speed, beside PerfTest that sends and receives as much and touches no database. */
final class Live implements Scenario {

    /** PerfTest acknowledges so many at once. */
    private static final int STEP = 500;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        int commands = Math.max(STEP, size.commands() / STEP * STEP);
        List<Figures> comparisons = new ArrayList<>();
        for (QueueKind kind : size.queues()) {
            Turns turns = new Turns(rig, size.warmUps(), size.rounds())
                    .add(new SendingAtOnce(
                            rig, ContenderProcess.java("ours", rig), new RunningJobsWorkload(commands, 1)));
            if (size.peers()) {
                turns.add(new PerfTestTurns(rig, commands));
            }
            comparisons.add(new Comparison("live, " + kind.option() + " queue", "commands/s", turns.over(kind))
                    .goal("ours", "perf-test", 0.5));
        }
        return comparisons;
    }
}
