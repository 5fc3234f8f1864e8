package dev.scale.app.jobs;

import dev.scale.app.Moment;
import dev.scale.jobs.JobFilter;
import dev.scale.jobs.JobStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that choose jobs. */
final class JobFilterFlags {

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            split = ",",
            description = "Any of ${COMPLETION-CANDIDATES}; several by comma.")
    private Set<JobStatus> statuses = EnumSet.noneOf(JobStatus.class);

    @Option(names = "--type", paramLabel = "NAME", description = "The job's type.")
    private @Nullable String type;

    @Option(names = "--node", paramLabel = "NAME", description = "Where its execution runs or ran.")
    private @Nullable String node;

    @Option(names = "--claimed-by", paramLabel = "NAME", description = "The scheduler that has its execution.")
    private @Nullable String claimedBy;

    @Option(names = "--error", paramLabel = "NAME", description = "The error that its execution failed with.")
    private @Nullable String error;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "In its status since this time or later: an age such as 2h, or 2026-03-01T10:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "In its status since this time or earlier.")
    private @Nullable String until;

    /** Throws what is wrong with the flags. */
    JobFilterFlags check() {
        filter(Instant.EPOCH);
        return this;
    }

    boolean isEmpty() {
        return filter(Instant.EPOCH).equals(JobFilter.ALL);
    }

    /** @param now what ages count from */
    JobFilter filter(Instant now) {
        return new JobFilter(
                statuses,
                Optional.ofNullable(type),
                Optional.ofNullable(node),
                Optional.ofNullable(claimedBy),
                Optional.ofNullable(error),
                Moment.of("--since", since).map(moment -> moment.seenFrom(now)),
                Moment.of("--until", until).map(moment -> moment.seenFrom(now)));
    }
}
