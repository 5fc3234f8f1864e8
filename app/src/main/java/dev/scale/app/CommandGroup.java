package dev.scale.app;

import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that only holds others: without one of them it says which there are. */
public class CommandGroup implements Runnable {

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    protected CommandGroup(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        CommandLine line = spec.commandLine();
        line.usage(console.err());
        throw Failure.usage("a command is missing");
    }
}
