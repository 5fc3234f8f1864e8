package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** What a command costs where tables and backlogs have grown, in terms of what it costs where they are small. */
final class Growth implements Scenario {

    /** The large table has so many jobs for each one of a turn, the large backlog so many commands for each one of a small. */
    private static final int TABLE_TIMES = 50;

    private static final int BACKLOG_TIMES = 100;
    private static final double MOST = 1.3;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        int jobs = Math.max(10, size.commands() / 4);
        int waiting = Math.max(BACKLOG_TIMES, size.commands() / 40 * BACKLOG_TIMES);
        try (ContenderProcess ours = ContenderProcess.java("ours", rig)) {
            for (int i = 0; i < size.warmUps(); i++) {
                new Draining(rig, ours, new RunningJobsWorkload(size.commands(), 1)).turn(QueueKind.QUORUM);
            }
            Growing growing = new Growing(rig, ours, size.rounds());
            Comparison tables = new Comparison(
                    "growth of tables: " + jobs + " jobs of " + jobs + " and of " + TABLE_TIMES * jobs,
                    "commands/s",
                    List.of(
                            growing.series("small table", new GrownTable(jobs, jobs, false)),
                            growing.series("large, newest", new GrownTable(TABLE_TIMES * jobs, jobs, false)),
                            growing.series("large, scattered", new GrownTable(TABLE_TIMES * jobs, jobs, true))));
            Comparison backlogs = new Comparison(
                    "growth of backlogs: " + waiting / BACKLOG_TIMES + " and " + waiting + " commands waiting",
                    "commands/s",
                    List.of(
                            growing.series("small backlog", new RunningJobsWorkload(waiting / BACKLOG_TIMES, 1)),
                            growing.series("large backlog", new RunningJobsWorkload(waiting, 1))));
            return List.of(
                    tables.costGoal("large, newest", "small table", MOST),
                    backlogs.costGoal("large backlog", "small backlog", MOST));
        }
    }

    /** One after the other: a large table is made once, so that there are no turns. */
    private record Growing(Rig rig, ContenderProcess ours, int rounds) {

        Series series(String name, Workload workload) throws Exception {
            Draining draining = new Draining(rig, ours, workload);
            List<Sample> samples = new ArrayList<>();
            for (int round = 1; round <= rounds; round++) {
                Sample sample = draining.turn(QueueKind.QUORUM);
                Progress.turn(name, "growth", round, workload.items(), sample);
                samples.add(sample);
            }
            return new Series(name, draining.configuration(), workload.items(), samples);
        }
    }
}
