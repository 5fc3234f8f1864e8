package dev.scale.app.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForegroundGroupTest {

    @Test
    void aTerminalHoldsTheGroupThatIsInItsForeground() {
        assertThat(ForegroundGroup.isNamed("70 (java) S 60 70 50 34816 70 4194560 1 2"))
                .isTrue();
        assertThat(ForegroundGroup.isNamed("70 (java) S 60 70 50 34816 80 4194560 1 2"))
                .as("in the background")
                .isFalse();
        assertThat(ForegroundGroup.isNamed("70 (java) S 60 70 50 0 -1 4194560 1 2"))
                .as("no terminal")
                .isFalse();
        assertThat(ForegroundGroup.isNamed("70 (a ) b) S 60 70 50 34816 70 4194560 1 2"))
                .isTrue();
    }
}
