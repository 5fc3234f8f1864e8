package dev.scale.app;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The program without a command: says what there is. */
@Command(
        name = "scale",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "The command plane between many short-lived task processes and one PostgreSQL.",
        footer = {
            "",
            "Examples:",
            "  scale demo                     everything at work on this machine",
            "  scale up                       a broker, a database and handlers, until stopped",
            "  scale COMMAND --help           what a command does, with examples",
            "",
            "Settings come from the environment; docs/configuration.md lists them.",
            "Exit codes: 0 done, 1 failed, 2 usage, 69 broker or database unreachable, 70 halted,"
                    + " 77 refused (credentials, certificate, rights)."
        })
final class ScaleCommand implements Runnable {

    private final Console console;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Log more, and show where an error came from.")
    private boolean verbose;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    ScaleCommand(Console console) {
        this.console = console;
    }

    boolean verbose() {
        return verbose;
    }

    @Override
    public void run() {
        CommandLine line = spec.commandLine();
        line.usage(console.err());
        throw Failure.usage("a command is missing");
    }
}
