package dev.scale.app.task;

import dev.scale.app.CommandGroup;
import dev.scale.app.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code scale spool}: what tasks could not report. */
@Command(
        name = "spool",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Commands that wait under SCALE_HOME because the broker was away when a task reported.",
        footerHeading = "%nExamples:%n",
        footer = {"  scale spool list", "  scale spool send"})
public final class SpoolCommand extends CommandGroup {

    private SpoolCommand(Console console) {
        super(console);
    }

    /** With its commands. */
    public static CommandLine line(Console console) {
        return new CommandLine(new SpoolCommand(console))
                .addSubcommand("send", new SpoolSendCommand(console))
                .addSubcommand("list", new SpoolListCommand(console));
    }
}
