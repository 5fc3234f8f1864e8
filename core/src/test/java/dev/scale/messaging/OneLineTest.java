package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void breaksAndInvisibleCharactersBecomeSpaces() {
        assertThat(OneLine.of("a\r\nb\u0000c\u001b[31md\u2028e\u202ef\ud800g", 100))
                .isEqualTo("a b c [31md e f g");
    }

    @Test
    void ordinaryTextOfAnyLanguageIsKept() {
        assertThat(OneLine.of("größer als 1 ≤ 漢字 😀", 100)).isEqualTo("größer als 1 ≤ 漢字 😀");
    }

    @Test
    void longTextIsCutAlsoInTheMiddleOfACharacter() {
        assertThat(OneLine.of("x".repeat(100_000), 10)).isEqualTo("xxxxxxxxxx…");
        assertThat(OneLine.of("x😀y", 2)).isEqualTo("x …");
    }
}
