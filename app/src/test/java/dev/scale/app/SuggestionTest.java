package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {

    private static String told(String... arguments) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        assertThat(Main.run(arguments, new Console(stream, stream))).isEqualTo(ExitCode.USAGE);
        return printed.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "stauts, `status`, scale",
        "dead-letters lsit, `list`, scale dead-letters",
        "dedletters list, `dead-letters`, scale",
        "echo --conut 5, `--count`, scale echo",
        "echo --conut=5, `--count`, scale echo",
        "jobs list --stauts=FAILED, `--status`, scale jobs list",
        "task rnu -- true, `run`, scale task"
    })
    void whatIsWrittenAlmostTheSameIsNamedInOneLine(String line, String meant, String help) {
        assertThat(told(line.split(" ")))
                .startsWith("scale: there is no ")
                .hasLineCount(1)
                .endsWith("; did you mean " + meant + "? (try `" + help + " --help`)\n");
    }

    @Test
    void whatIsNotAlikeIsNotGuessed() {
        assertThat(told("abracadabra")).isEqualTo("scale: there is no command 'abracadabra' (try `scale --help`)\n");
        assertThat(told("jobs", "list", "-q"))
                .isEqualTo("scale: there is no option '-q' (try `scale jobs list --help`)\n");
        assertThat(told("queue", "purge", "all")).hasLineCount(1).contains("'all'");
    }
}
