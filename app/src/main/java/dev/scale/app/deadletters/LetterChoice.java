package dev.scale.app.deadletters;

import dev.scale.app.Failure;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Arguments of the commands that close dead letters: some ids, or a filter. */
final class LetterChoice {

    /** What may be closed without being asked for twice. */
    static final int PAGE = 50;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Ids of dead letters; else a filter chooses them.")
    private @Nullable List<Long> ids;

    @Mixin
    private final LetterFilterFlags filter = new LetterFilterFlags();

    @Option(names = "--all", description = "All that are open in the queue, or with --all-queues in every one.")
    private boolean all;

    @Option(
            names = {"-y", "--yes"},
            description = "Yes, also where a filter chooses more than " + PAGE + ".")
    private boolean yes;

    @Option(names = "--dry-run", description = "Say how many it would be, and do nothing.")
    private boolean dryRun;

    /** Throws where nothing is chosen, or in two ways. */
    void check() {
        filter.check();
        if (ids().isEmpty() == (filter.isEmpty() && !all)) {
            throw Failure.usage(
                    "name dead letters either by their ids, or by a filter such as --type or --cause, or --all");
        }
    }

    /** In their order. */
    List<Long> ids() {
        return ids == null ? List.of() : List.copyOf(new TreeSet<>(ids));
    }

    /** For people. */
    String words() {
        if (ids().isEmpty()) {
            return filter.words();
        }
        String shown = String.join(
                ", ", ids().stream().limit(PAGE).map(String::valueOf).toList());
        return "dead letters " + shown + (ids().size() > PAGE ? ", …" : "");
    }

    LetterFilterFlags filter() {
        return filter;
    }

    boolean yes() {
        return yes;
    }

    boolean dryRun() {
        return dryRun;
    }
}
