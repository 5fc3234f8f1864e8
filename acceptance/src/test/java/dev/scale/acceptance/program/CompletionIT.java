package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code scale completion} prints, in shells as people use them: on a terminal, with the tab key. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CompletionIT {

    private static final String TAB = "\t";
    private static final String CLEAR = "\u0015"; // Ctrl-U: the line is empty again

    @TempDir
    Path folder;

    private static void require(String shell) {
        if (List.of("/bin/", "/usr/bin/", "/usr/local/bin/").stream()
                .anyMatch(bin -> Files.isExecutable(Path.of(bin + shell)))) {
            return;
        }
        String missing = shell + " is missing (Debian: apt install " + shell + "); its completion is not tested";
        if (Objects.equals(System.getenv("CI"), "true")) {
            fail(missing);
        }
        System.err.println("SKIPPED: " + missing);
        abort(missing);
    }

    @Test
    void bashCompletesCommandsOptionsTheirWordsAndFiles() throws Exception {
        completes("bash", "--norc --noprofile -i");
    }

    @Test
    void zshCompletesCommandsOptionsTheirWordsAndFiles() throws Exception {
        completes("zsh", "-f -i");
    }

    private void completes(String shell, String options) throws Exception {
        require(shell);
        Program.Ran script = Program.copiedTo(folder).run("completion", shell);
        assertThat(script.exitCode()).as(script.all()).isZero();
        Files.writeString(folder.resolve("completion"), script.out());
        Files.writeString(folder.resolve("reports.json"), "{}");
        // script(1) gives it a terminal
        ProcessBuilder terminal = new ProcessBuilder("script", "-qfec", shell + " " + options, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true);
        terminal.environment().put("TERM", "dumb"); // neither colours nor moves of the cursor within a line
        Process process = terminal.start();
        try (Writer keys = process.outputWriter();
                Reader screen = process.inputReader()) {
            type(keys, "PS1='rea''dy> '; source ./completion; echo sour''ced\n");
            await(screen, "sourced");
            await(screen, "ready> ");
            completes(keys, screen, "scale stat", "status ");
            completes(keys, screen, "scale --verbose dead-letters sh", "show ");
            completes(keys, screen, "scale jobs list --no", "--node ");
            completes(keys, screen, "scale jobs list --status FA", "FAILED ");
            completes(keys, screen, "scale send repor", "reports.json ");
            completes(keys, screen, "scale task run --errors repor", "reports.json ");
            completes(keys, screen, "scale completion z", "zsh ");
        } finally {
            process.destroyForcibly();
        }
    }

    private static void completes(Writer keys, Reader screen, String line, String word) throws IOException {
        type(keys, line + TAB);
        await(screen, line.substring(0, line.lastIndexOf(' ') + 1) + word);
        type(keys, CLEAR);
    }

    private static void type(Writer keys, String text) throws IOException {
        keys.write(text);
        keys.flush();
    }

    /** Reads until it is there; what is in the way is in the failure. */
    private static void await(Reader screen, String words) throws IOException {
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(words) < 0) {
            int character = screen.read();
            assertThat(character).as("it ended after: " + seen).isNotNegative();
            seen.append((char) character);
        }
    }
}
