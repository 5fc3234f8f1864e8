package dev.scale.app.task;

import dev.scale.app.CommandGroup;
import dev.scale.app.Console;
import picocli.CommandLine;

/** {@code scale task}: reports the life of a task. */
public final class TaskCommand extends CommandGroup {

    private TaskCommand(Console console) {
        super(console, "task");
        spec().usageMessage()
                .description(
                        "Report a task's life to the queue; needs no database. What the broker does not confirm is kept in the"
                                + " spool.")
                .footerHeading("%nExamples:%n")
                .footer(
                        "  scale task run -- make test",
                        "  scale task pre --job 5 --exe 1",
                        "  scale task post --job 5 --exe 1 --exit-code 0");
    }

    /** With its commands. */
    public static CommandLine line(Console console) {
        return new CommandLine(new TaskCommand(console).spec())
                // what follows the command's name is the command's
                .addSubcommand("run", new CommandLine(RunCommand.spec(console)).setStopAtPositional(true))
                .addSubcommand("pre", PreCommand.spec(console))
                .addSubcommand("post", PostCommand.spec(console));
    }
}
