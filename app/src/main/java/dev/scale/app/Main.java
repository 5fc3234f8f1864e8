package dev.scale.app;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help;

/** The {@code scale} program. */
public final class Main {

    private static final int WIDEST_HELP = 100;

    static {
        // picocli would load all of java.time for options of types that no command has.
        System.setProperty("picocli.converters.excludes", "java.time.*,java.sql.*");
    }

    private Main() {}

    public static void main(String[] arguments) {
        Console console = Console.standard();
        System.setOut(console.out());
        System.setErr(console.err());
        if (List.of(arguments).contains("--verbose")) {
            System.setProperty("scale.log.level", "DEBUG"); // read when the first logger is made
        }
        if ("json".equals(System.getenv(Setting.LOG_FORMAT.variable()))) {
            System.setProperty("logback.configurationFile", "logback-json.xml");
        }
        System.exit(run(arguments, console));
    }

    /** Runs a command line and returns its exit code. */
    static int run(String[] arguments, Console console) {
        ScaleCommand scale = new ScaleCommand(console);
        CommandLine line = scale.line();
        Commands.add(line, List.of(arguments), console);
        // An argument that begins with @ is ours: `send -b @FILE`, whose content must not become options.
        line.setExpandAtFiles(false);
        Words.readIn(line);
        Terminal terminal = Terminal.ofThisProcess();
        line.setUsageHelpWidth(Math.min(WIDEST_HELP, terminal.columns()));
        line.setColorScheme(Help.defaultColorScheme(terminal.colours() ? Help.Ansi.ON : Help.Ansi.OFF));
        line.setOut(writer(console.out()));
        line.setErr(writer(console.err()));
        line.setParameterExceptionHandler((error, given) -> {
            console.err()
                    .println("scale: " + Suggestion.line(error) + " (try `"
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

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
    }

    private static int fail(Exception error, ScaleCommand scale, Console console) {
        console.err().println("scale: " + Errors.line(error));
        if (scale.verbose()) {
            error.printStackTrace(console.err());
        }
        return Errors.exitCode(error);
    }
}
