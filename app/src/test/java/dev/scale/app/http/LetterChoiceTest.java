package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterChoiceTest {

    @Test
    void idsKeepAll64Bits() {
        LetterChoice choice = LetterChoice.parse("{\"ids\": [\"9223372036854775807\", 9007199254740993]}");

        assertThat(choice.ids()).containsExactly(Long.MAX_VALUE, 9007199254740993L);
        assertThat(choice.all()).isFalse();
    }

    @Test
    void allMayBeNarrowed() {
        LetterChoice choice = LetterChoice.parse("{\"all\": true, \"type\": \"t\", \"cause\": null}");

        assertThat(choice.all()).isTrue();
        assertThat(choice.type()).contains("t");
        assertThat(choice.cause()).isEmpty();
    }

    /** An empty choice must never mean everything. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "nonsense",
                "{\"ids\": []}",
                "{\"type\": \"t\"}",
                "{\"all\": false}",
                "{\"all\": \"true\"}",
                "{\"ids\": [\"x\"]}",
                "{\"ids\": [\"1\"], \"all\": true}",
                "{\"al\": true}",
                "{\"ids\": [\"1\"]"
            })
    void everythingElseIsRefused(String json) {
        assertThatThrownBy(() -> LetterChoice.parse(json))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }
}
