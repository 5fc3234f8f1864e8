package dev.scale.app;

import java.util.List;
import picocli.CommandLine;

/** The {@code scale} program. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        Console console = Console.standard();
        System.setOut(console.out());
        System.setErr(console.err());
        System.exit(run(arguments, console));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String[] arguments, Console console) {
        ScaleCommand scale = new ScaleCommand(console);
        CommandLine line = new CommandLine(scale);
        Commands.add(line, List.of(arguments), console);
        line.setOut(new java.io.PrintWriter(console.out(), true));
        line.setErr(new java.io.PrintWriter(console.err(), true));
        line.setParameterExceptionHandler((error, given) -> {
            console.err()
                    .println("scale: " + Errors.line(error) + " (try `"
                            + error.getCommandLine().getCommandSpec().qualifiedName() + " --help`)");
            return ExitCode.USAGE;
        });
        line.setExecutionExceptionHandler((error, command, parsed) -> fail(error, scale, console));
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            console.err().println("scale: out of memory");
            return ExitCode.HALTED;
        }
    }

    private static int fail(Exception error, ScaleCommand scale, Console console) {
        console.err().println("scale: " + Errors.line(error));
        if (scale.verbose()) {
            error.printStackTrace(console.err());
        }
        return Errors.exitCode(error);
    }
}
