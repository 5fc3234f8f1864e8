package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
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
        LetterChoice choice = LetterChoice.parse("{\"all\": true, \"type\": \"t\", \"cause\": null, \"text\": \"w\"}");

        assertThat(choice.all()).isTrue();
        assertThat(choice.type()).contains("t");
        assertThat(choice.cause()).isEmpty();
        assertThat(choice.text()).contains("w");
        assertThat(choice.words()).isEqualTo("all open dead letters of type 't' whose reason holds 'w'");
    }

    @Test
    void replaysAreSpread() {
        assertThat(LetterChoice.parse("{\"all\": true}").between()).isEqualTo(Duration.ofMillis(10));
        assertThat(LetterChoice.parse("{\"all\": true, \"per_second\": \"0.5\"}")
                        .between())
                .isEqualTo(Duration.ofSeconds(2));
        assertThat(LetterChoice.parse("{\"all\": true, \"act\": \"17\"}").act()).contains(17L);
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
                "{\"all\": true, \"per_second\": 0}",
                "{\"all\": true, \"per_second\": 100000}",
                "{\"all\": true, \"per_second\": \"fast\"}",
                "{\"all\": true, \"per_second\": \"NaN\"}",
                "{\"all\": true, \"act\": \"x\"}",
                "{\"all\": true, \"cause\": {}}",
                "{\"all\": true, \"cause\": []}",
                "{\"all\": true, \"type\": [\"a\", \"b\"]}",
                "{\"all\": true, \"type\": true}",
                "{\"all\": true, \"type\": \"a\", \"type\": null}",
                "{\"all\": [true]}",
                "{\"ids\": [null]}",
                "{\"ids\": \"1\"}",
                "{\"all\": true} {}",
                "{\"ids\": [[\"1\"]]}",
                "{\"ids\": [\"1\"]"
            })
    void everythingElseIsRefused(String json) {
        assertThatThrownBy(() -> LetterChoice.parse(json))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }
}
