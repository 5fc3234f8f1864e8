package dev.scale.app;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others: without one of them it says which there are. */
public class CommandGroup implements Runnable {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /** A group that is annotated. */
    protected CommandGroup(Console console) {
        this.console = console;
    }

    /** A group that is declared in code. */
    @SuppressWarnings("this-escape")
    protected CommandGroup(Console console, String name) {
        this.console = console;
        spec = Declared.command(name, this);
        spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    }

    protected CommandSpec spec() {
        return spec;
    }

    @Override
    public void run() {
        spec.commandLine().usage(console.err());
        throw Failure.usage("a command is missing");
    }
}
