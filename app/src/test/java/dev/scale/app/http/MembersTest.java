package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class MembersTest {

    private static Members parse(String json) {
        return Members.parse(json, Set.of("ids", "all"), "{\"ids\": [...]}");
    }

    @Test
    void textsListsAndTruthAreRead() {
        Members members = parse("{\"ids\": [1, \"2\"], \"all\": true}");

        assertThat(members.list("ids")).containsExactly("1", "2");
        assertThat(members.isTrue("all")).isTrue();
    }

    @Test
    void whatIsNoJsonIsToldWithItsPlaceAndWithoutTheParsersWords() {
        for (String json : new String[] {"{\"ids\": [1,\n 2", "{\"ids\": [1,\n x", "{\"all\": true,\n "}) {
            assertThatThrownBy(() -> parse(json))
                    .isInstanceOf(Refusal.class)
                    .hasMessageMatching(
                            "that is not JSON, at line 2, column \\d; expected is \\{\"ids\": \\[\\.\\.\\.]}");
        }
    }

    @Test
    void whatIsNotExpectedIsRefused() {
        for (String json :
                new String[] {"", "[]", "{\"id\": 1}", "{\"ids\": {}}", "{} {}", "{\"all\": true, \"all\": true}"}) {
            assertThatThrownBy(() -> parse(json)).isInstanceOf(Refusal.class).hasMessageStartingWith("expected is ");
        }
    }
}
