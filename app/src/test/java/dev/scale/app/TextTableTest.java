package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class TextTableTest {

    private static final Terminal NARROW = Terminal.of(Map.of("NO_COLOR", "1"), true, 40);

    private final TextTable table = new TextTable("ID", "STATUS", "REASON")
            .whole("ID")
            .row("9007199254740993", "FAILED", "the disk of the node is full and nobody has noticed it")
            .row(7L, null, "");

    @Test
    void onATerminalRowsFitAndWhatIsToBeCopiedIsWhole() {
        assertThat(table.text(NARROW).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40))
                .containsExactly(
                        "ID                STATUS  REASON",
                        "9007199254740993  FAILED  the disk of t…",
                        "7                 -       -");
    }

    @Test
    void elsewhereNothingIsCutAndATabSeparates() {
        assertThat(table.text(Terminal.NONE).lines())
                .containsExactly(
                        "ID\tSTATUS\tREASON",
                        "9007199254740993\tFAILED\tthe disk of the node is full and nobody has noticed it",
                        "7\t-\t-");
    }

    @Test
    void coloursAreForTerminalsWithoutNoColor() {
        assertThat(table.text(Terminal.of(Map.of(), true, 80))).contains("\u001b[31mFAILED\u001b[0m");
        assertThat(table.text(Terminal.of(Map.of("NO_COLOR", ""), true, 80))).contains("\u001b[");
        assertThat(table.text(Terminal.of(Map.of("NO_COLOR", "1"), true, 80))).doesNotContain("\u001b");
        assertThat(table.text(Terminal.of(Map.of("TERM", "dumb"), true, 80))).doesNotContain("\u001b");
        assertThat(table.text(Terminal.of(Map.of(), false, 80))).doesNotContain("\u001b");
    }

    @Test
    void whatWouldMoveTheCursorIsShown() {
        String text = new TextTable("REASON")
                .row("\u001b[2Jgone\nnext\u202E\u0085\t")
                .text(Terminal.of(Map.of("NO_COLOR", "1"), true, 80));

        assertThat(text).isEqualTo("REASON\n␛[2Jgone␊next\\u202e\\u0085␉\n");
    }
}
