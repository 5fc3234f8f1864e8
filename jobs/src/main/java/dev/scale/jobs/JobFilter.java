package dev.scale.jobs;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Which jobs are meant; every part that is given narrows the choice.
 *
 * @param statuses empty: any
 * @param error name of the error with which the current execution failed
 * @param since the job has had its status since this time or a later one
 * @param until and since no later than this one
 */
public record JobFilter(
        Set<JobStatus> statuses,
        Optional<String> type,
        Optional<String> node,
        Optional<String> claimedBy,
        Optional<String> error,
        Optional<Instant> since,
        Optional<Instant> until) {

    /** Every job. */
    public static final JobFilter ALL = new JobFilter(
            Set.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    public JobFilter {
        statuses = Set.copyOf(statuses);
    }

    /** The same for these statuses only. */
    public JobFilter withStatuses(Set<JobStatus> others) {
        return new JobFilter(others, type, node, claimedBy, error, since, until);
    }
}
