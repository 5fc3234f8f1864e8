package dev.scale.app;

import dev.scale.messaging.store.StrandedRows;
import dev.scale.messaging.store.WorkerState;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code scale queue adopt}: what waits in the outbox for a queue that nobody serves any more goes to another one. */
@Command(
        name = "adopt",
        mixinStandardHelpOptions = true,
        description =
                "Give what waits in the outbox (later tries, follow-ups, replays) for a queue that no living handler"
                        + " serves to the queue of this configuration. Nothing is taken out of the old queue itself. Exit code 1"
                        + " where a handler of the old queue lives.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale queue adopt old", "  scale queue adopt old --queue new --yes"})
final class AdoptQueueCommand implements Callable<Integer> {

    private static final int ROWS_AT_ONCE = 1_000;

    private final Console console;

    @Parameters(paramLabel = "OLD", description = "The queue that nobody serves.")
    private String old = "";

    @Option(
            names = {"-y", "--yes"},
            description = "Yes; without it nothing is done.")
    private boolean yes;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Mixin
    private final QueueFlag queue = new QueueFlag();

    AdoptQueueCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws SQLException {
        Configuration configuration = queue.configuration();
        String name = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        if (old.equals(name)) {
            throw Failure.usage("'" + old + "' cannot adopt from itself; name the new queue by --queue or "
                    + Setting.QUEUE_NAME.variable());
        }
        try (TableReader tables = TableReader.open(configuration, "scale-queue")) {
            requireUnserved(tables);
            if (!yes) {
                throw Failure.usage(waiting(tables) + "; --yes gives them to '" + name + "'");
            }
            tell(name, adopt(tables, name), served(tables, name));
            if (stranded(tables).isPresent()) {
                throw new Failure(
                        ExitCode.FAILED, waiting(tables) + ": somebody had them in work just now; adopt them again");
            }
            return ExitCode.OK;
        }
    }

    private void requireUnserved(TableReader tables) throws SQLException {
        if (served(tables, old)) {
            throw new Failure(
                    ExitCode.FAILED,
                    "a handler of queue '" + old
                            + "' lives and publishes what is due itself; stop it first (one that was"
                            + " killed counts as living for " + WorkerState.LIVING.toSeconds() + " s)");
        }
    }

    private static boolean served(TableReader tables, String queue) throws SQLException {
        return tables.read((connection, now) -> WorkerState.within(connection, WorkerState.LIVING)).stream()
                .anyMatch(handler -> handler.worker().queue().equals(queue));
    }

    private Optional<StrandedRows> stranded(TableReader tables) throws SQLException {
        return tables.read((connection, now) -> StrandedRows.of(connection)).stream()
                .filter(one -> one.queue().equals(old))
                .findAny();
    }

    private String waiting(TableReader tables) throws SQLException {
        return stranded(tables)
                .map(one ->
                        one.count() + " commands of queue '" + old + "' wait in the outbox, the first is or was due at "
                                + one.due().truncatedTo(ChronoUnit.SECONDS))
                .orElse("nothing waits in the outbox for queue '" + old + "'");
    }

    private long adopt(TableReader tables, String name) throws SQLException {
        long adopted = 0;
        while (true) {
            int some = tables.write((connection, now) -> StrandedRows.adopt(connection, old, name, ROWS_AT_ONCE));
            adopted += some;
            if (some < ROWS_AT_ONCE) {
                return adopted;
            }
        }
    }

    private void tell(String name, long adopted, boolean served) {
        if (json) {
            console.json(generator -> {
                generator.writeStringProperty("from", old);
                generator.writeStringProperty("to", name);
                generator.writeNumberProperty("adopted", adopted);
                generator.writeBooleanProperty("handler_lives", served);
            });
        } else {
            console.out().println(name + ": adopted " + adopted + " commands of '" + old + "' in the outbox");
        }
        if (!served) {
            console.err().println("scale: no handler of queue '" + name + "' lives yet; `scale handler` starts one");
        }
    }
}
