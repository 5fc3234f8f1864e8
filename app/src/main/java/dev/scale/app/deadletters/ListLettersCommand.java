package dev.scale.app.deadletters;

import dev.scale.app.Console;
import dev.scale.app.ExitCode;
import dev.scale.app.PageFlags;
import dev.scale.app.TableReader;
import dev.scale.app.TextTable;
import dev.scale.messaging.store.DeadLetterList;
import dev.scale.messaging.store.KeptLetter;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale dead-letters list}. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description =
                "List the open dead letters of the queue, the newest first, one page at a time, and say how many there are.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale dead-letters list",
            "  scale dead-letters list --type running_jobs --cause 'failed 5 times' --since 1d",
            "  scale dead-letters list --all-queues --closed --json"
        })
final class ListLettersCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final LetterFilterFlags filter = new LetterFilterFlags();

    @Option(names = "--closed", description = "Also those that were replayed or discarded.")
    private boolean closed;

    @Mixin
    private final PageFlags page = new PageFlags();

    @Option(
            names = "--json",
            description = "Print one JSON object: `count`, `dead_letters`, and `next` where there are more.")
    private boolean json;

    ListLettersCommand(Console console) {
        this.console = console;
    }

    private record Found(long count, List<KeptLetter> letters) {}

    @Override
    public Integer call() throws SQLException {
        filter.check();
        int limit = page.limit();
        OptionalLong after = page.after();
        Found found;
        try (TableReader tables = TableReader.open(filter.configuration(), "scale-dead-letters")) {
            found = tables.read((connection, now) -> new Found(
                    DeadLetterList.count(connection, filter.filter(now, closed)),
                    DeadLetterList.newest(connection, filter.filter(now, closed), after, limit + 1)));
        }
        boolean more = found.letters().size() > limit;
        List<KeptLetter> letters = more ? found.letters().subList(0, limit) : found.letters();
        if (json) {
            console.json(generator -> {
                generator.writeNumberProperty("count", found.count());
                generator.writeArrayPropertyStart("dead_letters");
                letters.forEach(letter -> {
                    generator.writeStartObject();
                    LetterJson.write(letter, generator);
                    generator.writeEndObject();
                });
                generator.writeEndArray();
                if (more) {
                    generator.writeStringProperty(
                            "next", String.valueOf(letters.get(limit - 1).id()));
                }
            });
            return ExitCode.OK;
        }
        console.print(table(letters));
        if (!console.closed()) {
            String rest =
                    more ? "; there are more: --after " + letters.get(limit - 1).id() : "";
            console.err().println("scale: " + found.count() + " in all" + rest);
        }
        return ExitCode.OK;
    }

    private TextTable table(List<KeptLetter> letters) {
        TextTable table = new TextTable("ID", "GIVEN UP", "TYPE", "ATTEMPT", "BYTES", "STATE", "REASON")
                .whole("ID", "GIVEN UP", "ATTEMPT", "BYTES");
        for (KeptLetter kept : letters) {
            table.row(
                    kept.id(),
                    kept.deadAt().truncatedTo(ChronoUnit.SECONDS),
                    kept.letter().type(),
                    kept.letter().attempt(),
                    kept.bodyBytes(),
                    kept.resolvedAt() == null ? "open" : kept.resolution(),
                    kept.letter().reason());
        }
        return table;
    }
}
