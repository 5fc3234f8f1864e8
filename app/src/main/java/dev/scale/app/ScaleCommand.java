package dev.scale.app;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ScopeType;

/** The program without a command: says what there is. */
final class ScaleCommand extends CommandGroup {

    private final OptionSpec verbose = Declared.flag("--verbose")
            .scopeType(ScopeType.INHERIT)
            .description("Log more, and show where an error came from.")
            .build();

    ScaleCommand(Console console) {
        super(console, "scale");
        spec().addOption(verbose);
        spec().usageMessage()
                .description("The command plane between many short-lived task processes and one PostgreSQL.")
                .footer(
                        "",
                        "Examples:",
                        "  scale demo                     everything at work on this machine",
                        "  scale up                       a broker, a database and handlers, until stopped",
                        "  scale COMMAND --help           what a command does, with examples",
                        "",
                        "Settings come from the environment; docs/configuration.md lists them.",
                        "Exit codes: 0 done, 1 failed, 2 usage, 69 broker or database unreachable, 70 halted,"
                                + " 77 refused (credentials, certificate, rights).");
    }

    CommandLine line() {
        return new CommandLine(spec());
    }

    boolean verbose() {
        return verbose.getValue();
    }
}
