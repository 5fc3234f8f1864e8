package dev.scale.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressBarTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private static ProgressBar.State after(int milliseconds, int ended) {
        return new ProgressBar.State(ended, 4, ended * 3, Duration.ofMillis(milliseconds));
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aTerminalHasOneLineThatIsDrawnAnew() {
        ProgressBar bar = new ProgressBar(stream, true, 30);
        bar.show(after(1000, 10));
        bar.show(after(1050, 11));
        bar.show(after(2000, 15));
        bar.finish(after(3000, 30));

        assertThat(shown())
                .doesNotContain("11/30")
                .endsWith("30/30 jobs, 4 running, 90 commands (30/s), 3 s" + System.lineSeparator());
        assertThat(shown()).contains("\r[##########....................] 10/30 jobs");
    }

    @Test
    void elsewhereALineComesNowAndThen() {
        ProgressBar bar = new ProgressBar(stream, false, 30);
        bar.show(after(1000, 10));
        bar.show(after(5000, 15));
        bar.show(after(9000, 20));
        bar.finish(after(9500, 30));

        assertThat(shown().lines()).hasSize(2).noneMatch(line -> line.contains("\r"));
    }
}
