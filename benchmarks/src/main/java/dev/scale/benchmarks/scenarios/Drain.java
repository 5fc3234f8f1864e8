package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** How fast a backlog of commands of one job each is handled, beside the peers. */
final class Drain implements Scenario {

    /** It is slow, and slower the more is waiting. */
    private static final int PREDECESSOR_BACKLOG = 5_000;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        List<Figures> comparisons = new ArrayList<>();
        for (QueueKind kind : size.queues()) {
            Workload backlog = new RunningJobsWorkload(size.commands(), 1);
            Turns turns =
                    new Turns(rig, size.warmUps(), size.rounds()).add(ContenderProcess.java("ours", rig), backlog);
            if (size.peers()) {
                turns.add(ContenderProcess.java("spring", rig), backlog)
                        .add(ContenderProcess.java("spring-unnest", rig), backlog)
                        .add(ContenderProcess.java("bare", rig), Variant.consumed(backlog));
            }
            List<Series> series = new ArrayList<>(turns.over(kind));
            if (size.peers()) {
                Workload small = new RunningJobsWorkload(Math.min(size.commands(), PREDECESSOR_BACKLOG), 1);
                series.addAll(new Turns(rig, 0, 1)
                        .add(ContenderProcess.predecessor(rig), small)
                        .over(kind));
            }
            comparisons.add(new Comparison("drain, " + kind.option() + " queue", "commands/s", series)
                    .goal("ours", "spring", 1.2)
                    .goal("ours", "spring-unnest", 1)
                    .goal("ours", "bare", 0.5)
                    .goal("ours", "predecessor", 100));
        }
        return comparisons;
    }
}
