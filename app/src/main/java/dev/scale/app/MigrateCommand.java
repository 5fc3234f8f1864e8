package dev.scale.app;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code scale migrate}: brings the tables to their newest version. */
@Command(
        name = "migrate",
        mixinStandardHelpOptions = true,
        description =
                "Bring the tables to their newest version; several at once are safe. Exit code 1 where that fails, with"
                        + " --check also where they are older than this program needs.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale migrate", "  scale migrate --check"})
final class MigrateCommand implements Callable<Integer> {

    private final Console console;

    @Option(names = "--check", description = "Only look whether they are as this program needs them; change nothing.")
    private boolean check;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    MigrateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws java.sql.SQLException {
        Configuration configuration = Configuration.of(System.getenv(), Map.of());
        DatabaseFacts facts =
                check ? DatabaseFacts.afterCheck(configuration) : DatabaseFacts.afterMigration(configuration);
        if (json) {
            console.json(facts::write);
        } else {
            console.out().println(facts.describe());
        }
        return ExitCode.OK;
    }
}
