package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StderrTailTest {

    private static String text(String... parts) {
        StderrTail tail = new StderrTail();
        for (String part : parts) {
            byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
            tail.add(bytes, bytes.length);
        }
        return tail.text();
    }

    @Test
    void whatIsShortIsKeptAsItIs() {
        assertThat(text("one\n", "two\tthree é\n")).isEqualTo("one\ntwo\tthree é");
        assertThat(text()).isEmpty();
    }

    @Test
    void ofWhatIsLongTheEndIsKept() {
        String[] parts = new String[300];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = "line " + i + " " + "x".repeat(i) + "\n";
        }

        assertThat(text(parts))
                .endsWith("\nline 299 " + "x".repeat(299))
                .doesNotContain("line 1 ")
                .hasSizeBetween(StderrTail.MOST_CHARACTERS - 1, StderrTail.MOST_CHARACTERS);
        assertThat(text("a".repeat(100_000) + "the end")).endsWith("aaathe end");
    }

    @Test
    void noCharacterIsHalvedAndWhatOnlyATerminalUnderstandsIsLeftOut() {
        assertThat(text("😀".repeat(3_000)).codePoints()).containsOnly("😀".codePointAt(0));
        assertThat(text("\u001B[1;31mred\u001B[0m\u0007 10 %\r 20 %\r100 %\r\nend"))
                .isEqualTo("100 %\nend");
    }

    @Test
    void theEndOfAFileIsReadWithoutTheRest(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("err"), "x".repeat(1_000_000) + "\nthe end\n");

        assertThat(StderrTail.of(file).text()).endsWith("x\nthe end");
    }
}
