package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class WordsTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final Console console = new Console(stream, stream);

    @Test
    void everyOptionOfWordsNamesThemInLowerCaseInErrorAndHelp() {
        CommandLine program = new ScaleCommand(console).line();
        Commands.add(program, List.of(), console);
        program.setUsageHelpWidth(100);
        List<String> found = new ArrayList<>();
        program.getSubcommands()
                .forEach((name, command) -> command.getCommandSpec().options().stream()
                        .filter(option -> option.type().isEnum())
                        .forEach(option -> {
                            printed.reset();
                            String flag = option.longestName();
                            assertThat(Main.run(new String[] {name, flag, "nonsense"}, console))
                                    .isEqualTo(ExitCode.USAGE);
                            Main.run(new String[] {name, "--help"}, console);
                            String text = printed.toString(StandardCharsets.UTF_8);
                            assertThat(text).hasLineCount(1 + helpOf(command));
                            for (Object word : option.type().getEnumConstants()) {
                                assertThat(text)
                                        .contains(word.toString())
                                        .doesNotContain(word.toString().toUpperCase(Locale.ROOT));
                            }
                            found.add(name + " " + flag);
                        }));
        assertThat(found).contains("up --broker", "demo --broker");
    }

    private static int helpOf(CommandLine command) {
        return (int) command.getUsageMessage().lines().count();
    }

    @Test
    void aWordIsTakenInAnyCase() {
        CommandLine program = new ScaleCommand(console).line();
        Commands.add(program, List.of(), console);
        Words.readIn(program);

        for (String given : List.of("rabbitmq", "RabbitMQ", "RABBITMQ")) {
            Object taken =
                    program.parseArgs("up", "--broker", given).subcommand().matchedOptionValue("--broker", null);
            assertThat(taken).isEqualTo(LocalBroker.RABBITMQ);
        }
    }
}
