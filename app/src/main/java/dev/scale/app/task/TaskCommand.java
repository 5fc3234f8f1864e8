package dev.scale.app.task;

import dev.scale.app.CommandGroup;
import dev.scale.app.Console;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code scale task}: reports the life of a task. */
@Command(
        name = "task",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description =
                "Report a task's life to the queue; needs no database. What the broker does not confirm is kept in the"
                        + " spool.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  scale task run -- make test",
            "  scale task pre --job 5 --exe 1",
            "  scale task post --job 5 --exe 1 --exit-code 0"
        })
public final class TaskCommand extends CommandGroup {

    private TaskCommand(Console console) {
        super(console);
    }

    /** With its commands. */
    public static CommandLine line(Console console) {
        return new CommandLine(new TaskCommand(console))
                // what follows the command's name is the command's
                .addSubcommand("run", new CommandLine(new RunCommand(console)).setStopAtPositional(true))
                .addSubcommand("pre", new PreCommand(console))
                .addSubcommand("post", new PostCommand(console));
    }
}
