package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** What all commands have in common, and their documentation. */
class CommandsTest {

    /** They run until stopped, print a script or JSON anyway, or leave standard output to what they run. */
    private static final Set<String> WITHOUT_FACTS =
            Set.of("scale up", "scale handler", "scale completion", "scale iam-policy", "scale task run");

    private static final Path DOCUMENT = Path.of("../docs/cli.md");
    private static final int WIDTH = 100;

    private static final String INTRODUCTION = """
            # Command line

            What `scale COMMAND --help` says, of every command. Settings come from the environment: [configuration.md](configuration.md).

            Facts go to standard output, everything else to standard error. With `--json` the facts are one JSON object, in which 64-bit ids are text. On a
            terminal tables are cut to its width and coloured (not with `NO_COLOR`); elsewhere nothing is cut and a tab separates the columns. Control
            characters in what others have sent are shown and not obeyed.
            """;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final CommandLine program = program();

    private CommandLine program() {
        Console console = new Console(stream, stream);
        CommandLine line = new ScaleCommand(console).line();
        Commands.add(line, List.of(), console);
        return line.setUsageHelpWidth(WIDTH);
    }

    private static List<CommandLine> all(CommandLine line) {
        List<CommandLine> all = new ArrayList<>(List.of(line));
        line.getSubcommands().values().forEach(below -> all.addAll(all(below)));
        return all;
    }

    private static String name(CommandLine line) {
        return line.getCommandSpec().qualifiedName();
    }

    @Test
    void everyHelpHasExamplesOfItsCommand() {
        assertThat(all(program)).allSatisfy(line -> {
            String help = line.getUsageMessage(Ansi.OFF);
            assertThat(help).as(name(line)).contains("Examples:", "--verbose");
            assertThat(help.substring(help.indexOf("Examples:"))).contains("  " + name(line));
        });
    }

    @Test
    void everyCommandThatPrintsFactsHasJson() {
        assertThat(all(program))
                .filteredOn(line -> line.getSubcommands().isEmpty() && !WITHOUT_FACTS.contains(name(line)))
                .hasSizeGreaterThan(10)
                .allSatisfy(line -> assertThat(line.getCommandSpec().findOption("--json"))
                        .as(name(line))
                        .isNotNull());
    }

    @Test
    void everyExampleCanBeParsed() {
        for (CommandLine line : all(program)) {
            String help = line.getUsageMessage(Ansi.OFF);
            help.substring(help.indexOf("Examples:"))
                    .lines()
                    .filter(example -> example.startsWith("  scale ") && !example.contains("COMMAND"))
                    .forEach(example -> {
                        String[] arguments = example.strip()
                                .replaceFirst("^scale ", "")
                                .replaceFirst("(   .*| > .*| >> .*| \\|\\| .*)$", "")
                                .replaceAll("'[^']*'", "TEXT")
                                .replace("$?", "0")
                                .split(" +");
                        CommandLine fresh = program();
                        Words.readIn(fresh);
                        assertThat(fresh.parseArgs(arguments).unmatched())
                                .as(example)
                                .isEmpty();
                    });
        }
    }

    @Test
    void theDocumentSaysWhatTheHelpSays() throws IOException {
        StringBuilder text = new StringBuilder(INTRODUCTION);
        for (CommandLine line : all(program)) {
            text.append("\n## ").append(name(line)).append("\n\n```text\n");
            text.append(line.getUsageMessage(Ansi.OFF).replaceAll(" +\\R", "\n").strip())
                    .append("\n```\n");
        }
        if (System.getenv("SCALE_WRITE_DOCS") != null) {
            Files.writeString(DOCUMENT, text);
        }
        assertThat(Files.readString(DOCUMENT))
                .as("docs/cli.md; this test writes it where SCALE_WRITE_DOCS is set")
                .isEqualTo(text.toString());
    }

    @Test
    void completionKnowsEveryCommandInBothShells() {
        for (String shell : List.of("bash", "zsh")) {
            printed.reset();
            assertThat(Main.run(new String[] {"completion", shell}, new Console(stream, stream)))
                    .isZero();
            String script = printed.toString(StandardCharsets.UTF_8);
            assertThat(script).contains("dead-letters", "requeue", "--dry-run", "complete -F");
            assertThat(script.contains("bashcompinit\n") && script.startsWith("autoload"))
                    .isEqualTo(shell.equals("zsh"));
        }
    }
}
