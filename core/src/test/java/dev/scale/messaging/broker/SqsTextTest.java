package dev.scale.messaging.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqsTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"a\":\"ü ≠ 🦉 \\u0007 \\\" \\\\\"}", "\t\r\n \u007f\u0085\ud7ff\ue000\ufffd\ud800\udc00"
            })
    void whatSqsTakesStaysAsItIs(String text) {
        SqsText carried = SqsText.of(text.getBytes(UTF_8));

        assertThat(carried.text()).isEqualTo(text);
        assertThat(carried.encoding()).isNull();
        assertThat(carried.bytes()).isEqualTo(text.getBytes(UTF_8).length);
    }

    @Test
    void whatNoXmlMayHoldIsEscapedInsideJson() {
        SqsText carried = SqsText.of("{\"a\":\"x\uffff\",\"b\uFFFE\":\"\\\\\uffff\\\"\ufffe\"}".getBytes(UTF_8));

        assertThat(carried.text()).isEqualTo("{\"a\":\"x\\uFFFF\",\"b\\uFFFE\":\"\\\\\\uFFFF\\\"\\uFFFE\"}");
        assertThat(carried.encoding()).isNull();
        assertThat(carried.bytes()).isEqualTo(carried.text().length());
    }

    static byte[][] noText() {
        return new byte[][] {
            {},
            {0},
            {(byte) 0xff},
            {(byte) 0xc0, (byte) 0x80},
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
            "\"\u0007\"".getBytes(UTF_8),
            "\uffff".getBytes(UTF_8),
            "\"\\\uffff\"".getBytes(UTF_8),
            "\u001f{}".getBytes(UTF_8),
            "no JSON, but \"quoted \uffff\"".getBytes(UTF_8),
        };
    }

    @ParameterizedTest
    @MethodSource("noText")
    void anythingElseIsCarriedByteForByte(byte[] body) {
        SqsText carried = SqsText.of(body);

        assertThat(carried.encoding()).isNotNull();
        assertThat(carried.text()).isNotEmpty().matches("[A-Za-z0-9+/=-]+");
        assertThat(carried.bytes()).isEqualTo(carried.text().length());
        assertThat(SqsText.body(carried.text(), carried.encoding())).isEqualTo(body);
    }

    @Test
    void anEncodingThatIsNotTrueOrNotKnownLeavesTheText() {
        assertThat(SqsText.body("{}", SqsText.BASE64)).isEqualTo("{}".getBytes(UTF_8));
        assertThat(SqsText.body("{}", "rot13")).isEqualTo("{}".getBytes(UTF_8));
    }
}
