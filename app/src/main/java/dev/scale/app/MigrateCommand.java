package dev.scale.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scale migrate}: brings the tables to their newest version. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description = "Bring the tables to their newest version; several at once are safe.")
final class MigrateCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    MigrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws java.sql.SQLException {
        Configuration configuration = Configuration.of(System.getenv(), Map.of());
        DatabaseFacts facts = DatabaseFacts.afterMigration(configuration);
        if (json) {
            console.json(facts::write);
        } else {
            console.out().println(facts.describe());
        }
        return ExitCode.OK;
    }
}
