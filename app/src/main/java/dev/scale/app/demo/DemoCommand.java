package dev.scale.app.demo;

import dev.scale.app.Console;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code scale demo}. */
@Command(name = "demo", mixinStandardHelpOptions = true, description = "Show everything at work.")
public final class DemoCommand implements Callable<Integer> {
    public DemoCommand(Console console) {}

    @Override
    public Integer call() {
        return 0;
    }
}
