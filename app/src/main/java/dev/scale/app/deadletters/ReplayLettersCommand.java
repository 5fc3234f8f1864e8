package dev.scale.app.deadletters;

import dev.scale.app.Console;
import dev.scale.app.TableReader;
import dev.scale.messaging.Replay;
import dev.scale.messaging.broker.Durations;
import dev.scale.messaging.store.StrandedRows;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code scale dead-letters replay}. */
@Command(
        name = "replay",
        mixinStandardHelpOptions = true,
        description =
                "Send dead letters again: each becomes a new command with an id of its own in the outbox, from where a handler"
                        + " of its queue publishes it, and is closed. Asked for twice, it is sent once. Exit code 1 where a named one is"
                        + " not open.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale dead-letters replay 17 18",
            "  scale dead-letters replay --cause 'failed 5 times' --since 1d --dry-run",
            "  scale dead-letters replay --type running_jobs --rate 50/s --yes"
        })
final class ReplayLettersCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final LetterChoice choice = new LetterChoice();

    @Option(
            names = "--rate",
            paramLabel = "N/s",
            description = "Spread them over time: so many a second (or N/min, N/h). Else all are sent at once.")
    private @Nullable String rate;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    ReplayLettersCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        choice.check();
        Duration between = rate == null ? Duration.ZERO : Rate.between(rate);
        try (TableReader tables = TableReader.open(choice.filter().configuration(), "scale-dead-letters")) {
            String note = Operator.note();
            LetterReport report = new LetterChange(tables, choice, "replay", (connection, ids, start, done) -> {
                        Replay.Pace pace = new Replay.Pace(start.plus(between.multipliedBy(done)), between);
                        return Replay.deadLetters(connection, ids, pace, note).keySet();
                    })
                    .carryOut();
            Duration last = between.multipliedBy(Math.max(0, report.done() - 1));
            int code = report.tell(
                    console,
                    json,
                    "replayed",
                    last.isZero()
                            ? ""
                            : ", the last is sent in " + Durations.words(last.truncatedTo(ChronoUnit.MILLIS)));
            if (report.done() > 0 && !report.dryRun()) {
                warnOfStranded(tables);
            }
            return code;
        }
    }

    private void warnOfStranded(TableReader tables) throws SQLException {
        List<StrandedRows> stranded = tables.read((connection, now) -> StrandedRows.of(connection));
        stranded.forEach(rows -> console.err()
                .println("scale: no handler of queue '" + rows.queue() + "' lives: " + rows.count()
                        + " commands wait in the outbox until `scale handler` is started for it, or `scale queue adopt`"
                        + " gives them to another queue"));
    }
}
