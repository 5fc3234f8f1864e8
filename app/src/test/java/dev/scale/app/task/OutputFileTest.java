package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Configuration;
import dev.scale.app.Console;
import dev.scale.jobs.ExecutionId;
import dev.scale.messaging.Command;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {

    @TempDir
    Path home;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);

    private Configuration configuration(Path file) {
        return Configuration.of(
                Map.of(
                        "SCALE_HOME",
                        home.toString(),
                        "SCALE_OUTPUT_FILE",
                        file == null ? "" : file.toString(),
                        "SCALE_MAX_BODY",
                        "4KiB"),
                Map.of());
    }

    private OutputFile named(Path file) {
        return OutputFile.named(configuration(file), new Console(stream, stream));
    }

    private Optional<String> body(String content) throws IOException {
        Path file = Files.writeString(home.resolve("out.json"), content, StandardCharsets.ISO_8859_1);
        return named(file)
                .command(new ExecutionId(5, 2), true)
                .map(command -> new String(command.body(), StandardCharsets.UTF_8));
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void anyJsonValueIsAnOutputAndItsDigitsStay() throws IOException {
        assertThat(body("{\"a\": [1.50, null]}\n"))
                .contains("{\"jobs\":[{\"id\":5,\"exe_num\":2,\"output\":{\"a\":[1.50,null]}}]}");
        assertThat(body("\"text\"")).isPresent();
        assertThat(said()).isEmpty();
    }

    @Test
    void whatIsNoJsonIsSaidAndNotReported() throws IOException {
        for (String content : new String[] {"{\"a\": 1", "{} {}", "{\"a\":1,\"a\":2}", "[".repeat(600), "\"\u00e9\""}) {
            said.reset();
            assertThat(body(content)).as(content).isEmpty();
            assertThat(said()).hasLineCount(1).contains("no output is reported from ", "out.json");
        }
    }

    /** Deep enough to be fine alone and too deep as it travels. */
    @Test
    void whatAHandlerWouldRefuseIsNotSent() throws IOException {
        assertThat(body("[".repeat(498) + "]".repeat(498))).isEmpty();
        assertThat(said()).contains("no output is reported");
    }

    @Test
    void whatIsTooLargeIsSaidWithBothSizes() throws IOException {
        assertThat(body("\"" + "x".repeat(5_000) + "\"")).isEmpty();
        assertThat(said()).contains("5002 bytes", "4096", "SCALE_MAX_BODY");
        assertThat(body("\"" + "x".repeat(4_094) + "\""))
                .as("with what is around it")
                .isEmpty();
        assertThat(body("\"" + "x".repeat(3_900) + "\"")).isPresent();
    }

    @Test
    void aMissingFileIsSaidOnlyWhereOneWasNamedAndTheCommandCompleted() throws IOException {
        ExecutionId execution = new ExecutionId(5, 2);
        assertThat(named(null).command(execution, true)).isEmpty();
        assertThat(named(home.resolve("none")).command(execution, false)).isEmpty();
        assertThat(said()).isEmpty();
        assertThat(named(home.resolve("none")).command(execution, true)).isEmpty();
        assertThat(said()).contains("missing");
        assertThat(named(home).command(execution, true)).isEmpty();
        assertThat(said()).contains("no regular file");
    }

    @Test
    void aTemporaryOneIsThereForTheCommandAndGoneAfterwards() throws IOException {
        OutputFile file = OutputFile.namedOrTemporary(configuration(null), new Console(stream, stream));
        Path path = file.file().orElseThrow();
        Files.writeString(path, "7");
        Optional<Command> command = file.command(new ExecutionId(5, 2), true);
        file.close();

        assertThat(command).isPresent();
        assertThat(path.getParent()).doesNotExist();
        try (OutputFile named = OutputFile.namedOrTemporary(
                configuration(Files.writeString(home.resolve("kept"), "7")), new Console(stream, stream))) {
            assertThat(named.ours()).isFalse();
        }
        assertThat(home.resolve("kept")).exists();
    }
}
