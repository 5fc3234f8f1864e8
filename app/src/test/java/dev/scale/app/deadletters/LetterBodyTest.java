package dev.scale.app.deadletters;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LetterBodyTest {

    private static String pretty(String text) {
        return new LetterBody(text.getBytes(StandardCharsets.UTF_8)).pretty();
    }

    @Test
    void jsonIsIndentedAndItsTokensStay() {
        assertThat(pretty("{\"a\" : [9007199254740993,1e3, {}],\"b\":\"x, {y}: \\\" \\\\\",\"c\":[ ]}"))
                .isEqualTo("{\n  \"a\": [\n    9007199254740993,\n    1e3,\n    {}\n  ],\n"
                        + "  \"b\": \"x, {y}: \\\" \\\\\",\n  \"c\": []\n}\n");
    }

    @Test
    void whatIsNoJsonIsShownAllTheSame() {
        assertThat(pretty("")).isEqualTo("\n");
        assertThat(pretty("}]")).isEqualTo("\n}\n]\n");
        assertThat(pretty("{\"a\": \"\\")).isEqualTo("{\n  \"a\": \"\\\n");
        assertThat(pretty("[".repeat(100_000))).contains("[");
    }

    @Test
    void controlCharactersAreShownAndNotObeyed() {
        assertThat(pretty("\"\u001b[2J\u0000\"")).isEqualTo("\"␛[2J␀\"\n");
    }

    @Test
    void bytesThatAreNoTextAreShownInHexadecimal() {
        LetterBody body = new LetterBody(new byte[] {(byte) 0xff, 0, 'A'});

        assertThat(body.text()).isEmpty();
        assertThat(body.pretty()).isEqualTo(body.hex());
        assertThat(body.hex())
                .startsWith("00000000  ff 00 41 ")
                .endsWith(" ..A\n")
                .hasLineCount(1);
    }
}
