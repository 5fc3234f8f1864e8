package dev.scale.jobs;

import dev.scale.messaging.Received;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Opens the fold to the benchmarks: the states of running jobs, and batches of commands folded over them. */
public final class Folding {

    private final Map<Long, JobState> jobs = new HashMap<>();

    /** Jobs with the ids from 1, each in its first execution. */
    public Folding(int count) {
        for (long id = 1; id <= count; id++) {
            JobState queued = JobState.submitted(3, 100, true);
            jobs.put(id, JobState.apply(queued, new JobEvent.Running(1, Instant.EPOCH, "node-1")));
        }
    }

    /** Folds a batch over the jobs, which stay as they were; returns how many are completed by it. */
    public int fold(List<Received<JobCommand>> commands) {
        Leftovers leftovers = new Leftovers();
        int[] completed = {0};
        JobHandler.byJob(commands, new Errors()).forEach((id, reports) -> {
            JobState before = jobs.get(id);
            JobState after = JobHandler.fold(before, reports, leftovers);
            if (after != null && after.status() == JobStatus.COMPLETED) {
                completed[0]++;
            }
        });
        return completed[0];
    }
}
