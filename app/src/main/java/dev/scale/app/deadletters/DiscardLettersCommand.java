package dev.scale.app.deadletters;

import dev.scale.app.Console;
import dev.scale.app.TableReader;
import dev.scale.messaging.store.DeadLetters;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale dead-letters discard}. */
@Command(
        name = "discard",
        mixinStandardHelpOptions = true,
        description =
                "Close dead letters without sending them again. They stay in the table, with the time, the user and the host.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale dead-letters discard 17 --why 'sent by mistake'",
            "  scale dead-letters discard --type nonsense --until 15d --yes"
        })
final class DiscardLettersCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final LetterChoice choice = new LetterChoice();

    @Option(names = "--why", paramLabel = "TEXT", description = "Kept with them.")
    private @Nullable String why;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    DiscardLettersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        choice.check();
        try (TableReader tables = TableReader.open(choice.filter().configuration(), "scale-dead-letters")) {
            String note = Operator.note() + (why == null || why.isBlank() ? "" : ": " + why);
            return new LetterChange(
                            tables,
                            choice,
                            "discard",
                            (connection, ids, start, done) -> DeadLetters.resolve(
                                            connection, ids, DeadLetters.Resolution.DISCARDED, note)
                                    .keySet())
                    .carryOut()
                    .tell(console, json, "discarded", "");
        }
    }
}
