package dev.scale.benchmarks.scenarios;

import java.util.List;

/** Commands of 100 jobs each, beside the bare statement without any broker, lock or fold. */
final class Bulk implements Scenario {

    private static final int JOBS_EACH = 100;

    @Override
    public List<Figures> run(Rig rig, Size size) throws Exception {
        int jobs = size.commands() / JOBS_EACH * JOBS_EACH;
        Turns turns = new Turns(rig, size.warmUps(), size.rounds())
                .add(ContenderProcess.java("ours", rig), new RunningJobsWorkload(jobs, JOBS_EACH));
        if (size.peers()) {
            turns.add(ContenderProcess.java("bare-unnest", rig), new BareRows(jobs));
        }
        return List.of(new Comparison("bulk, 100 jobs a command, quorum queue", "jobs/s", turns.over(QueueKind.QUORUM))
                .goal("ours", "bare-unnest", 0.5));
    }
}
