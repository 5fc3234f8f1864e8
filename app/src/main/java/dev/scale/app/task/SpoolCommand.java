package dev.scale.app.task;

import dev.scale.app.Console;
import dev.scale.app.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code scale spool}: what tasks could not report. */
@Command(
        name = "spool",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "send|list",
        description = "Commands that wait under SCALE_HOME because the broker was away when a task reported.")
public final class SpoolCommand implements Runnable {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private SpoolCommand(Console console) {
        this.console = console;
    }

    /** With its subcommands. */
    public static CommandLine line(Console console) {
        return new CommandLine(new SpoolCommand(console))
                .addSubcommand("send", new SpoolSendCommand(console))
                .addSubcommand("list", new SpoolListCommand(console));
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.err());
        throw Failure.usage("send or list is missing");
    }
}
