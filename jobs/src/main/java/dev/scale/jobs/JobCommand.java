package dev.scale.jobs;

import dev.scale.messaging.Subject;
import java.util.List;
import java.util.Map;

/** The body of a command about jobs. */
public sealed interface JobCommand extends Subject
        permits SubmitJobs,
                QueuedJobs,
                RunningJobs,
                CompletedJobs,
                FailedJobs,
                CancelJobs,
                RequeueJobs,
                StoreJobOutput,
                CreateJobExeEnds {

    /** The job, or the first of several with their number. */
    @Override
    default Map<String, String> subject() {
        List<Long> jobs = JobIds.of(this);
        if (jobs.isEmpty()) {
            return Map.of();
        }
        String more = jobs.size() == 1 ? "" : " and " + (jobs.size() - 1) + " more";
        return Map.of("job", jobs.get(0) + more);
    }
}
