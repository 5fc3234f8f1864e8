package dev.scale.app.task;

import dev.scale.app.Console;
import dev.scale.app.Failure;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code scale task}: reports the life of a task. */
@Command(
        name = "task",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "run|pre|post",
        description =
                "Report a task's life to the queue; needs no database. What the broker does not confirm is kept in the"
                        + " spool.")
public final class TaskCommand implements Runnable {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    private TaskCommand(Console console) {
        this.console = console;
    }

    /** With its subcommands. */
    public static CommandLine line(Console console) {
        return new CommandLine(new TaskCommand(console))
                // what follows the command's name is the command's
                .addSubcommand("run", new CommandLine(new RunCommand(console)).setStopAtPositional(true))
                .addSubcommand("pre", new PreCommand(console))
                .addSubcommand("post", new PostCommand(console));
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.err());
        throw Failure.usage("run, pre or post is missing");
    }
}
