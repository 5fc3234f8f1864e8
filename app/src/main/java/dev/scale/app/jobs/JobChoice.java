package dev.scale.app.jobs;

import dev.scale.app.Failure;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Arguments of the commands that change jobs: some ids, or a filter. */
final class JobChoice {

    /** What may be changed without being asked for twice. */
    static final int PAGE = 50;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of jobs; else a filter chooses them.")
    private @Nullable List<Long> ids;

    @Mixin
    private final JobFilterFlags filter = new JobFilterFlags();

    @Option(
            names = {"-y", "--yes"},
            description = "Yes, also where a filter chooses more than " + PAGE + " jobs.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Say how many jobs it would be, and send nothing.")
    private boolean dryRun;

    /** Throws where nothing is chosen, or in two ways. */
    void check() {
        filter.check();
        if (ids().isEmpty() == filter.isEmpty()) {
            throw Failure.usage("name jobs either by their ids or by a filter such as --status or --type");
        }
    }

    Set<Long> ids() {
        return ids == null ? Set.of() : new LinkedHashSet<>(ids);
    }

    JobFilterFlags filter() {
        return filter;
    }

    boolean yes() {
        return yes;
    }

    boolean dryRun() {
        return dryRun;
    }
}
