package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** How fast a backlog of commands of one job each is handled, beside the peers. */
final class Drain implements Scenario {

    private static final int PREDECESSOR_BACKLOG = 5_000;

    @Override
    public List<Comparison> run(Rig rig, Size size) throws Exception {
        List<Comparison> comparisons = new ArrayList<>();
        for (QueueKind kind : QueueKind.values()) {
            RunningJobsWorkload backlog = new RunningJobsWorkload(size.commands(), 1);
            RunningJobsWorkload small = new RunningJobsWorkload(Math.min(size.commands(), PREDECESSOR_BACKLOG), 1);
            List<Series> series = new Turns(rig, size.rounds())
                    .add(ContenderProcess.java("ours", rig), backlog)
                    .over(kind);
            comparisons.add(new Comparison("drain, " + kind.option() + " queue", "commands/s", series));
        }
        return comparisons;
    }
}
