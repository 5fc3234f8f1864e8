package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeCodecTest {

    private static final String GOOD = "{\"type\": \"echo\", \"body\": {\"a\": 1}}";

    @Test
    void bodyIsHandedOnByteForByte() {
        Envelope envelope = decode("{\"body\" : { \"n\":9223372036854775808.0, \"s\":\"é\\u0000\" } , \"type\":\"t\"}");

        assertThat(text(envelope.body())).isEqualTo("{ \"n\":9223372036854775808.0, \"s\":\"é\\u0000\" }");
        assertThat(envelope.type()).isEqualTo("t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "-1.5e10", "\"x\"", "\"\"", "true", "null", "[]", "[1,[2]]", "{}", "\"a\\\"b\""})
    void anyJsonValueMayBeABody(String body) {
        assertThat(text(decode("{\"type\":\"t\",\"body\":" + body + "}").body()))
                .isEqualTo(body);
        assertThat(text(decode("{\"type\":\"t\",\"body\":" + body + " , \"more\":0}")
                        .body()))
                .isEqualTo(body);
    }

    @Test
    void whatIsEncodedIsReadBack() {
        Command command = Command.ofJson("with \"quotes\" and \n", "{\"a\": [1]}", "id-1");

        Envelope envelope = decode(EnvelopeCodec.encode(command.type(), command.body()), Map.of());

        assertThat(envelope.type()).isEqualTo("with \"quotes\" and \n");
        assertThat(text(envelope.body())).isEqualTo("{\"a\": [1]}");
    }

    @Test
    void aCommandIsMadeAgainFromItsEnvelopeAndCheckedLikeAnyOther() {
        Command command = Command.ofJson("echo", "{\"a\": 1.50}", "id-1");

        assertThat(Command.ofEnvelope("id-1", command.envelope()))
                .usingRecursiveComparison()
                .isEqualTo(command);
        assertThatThrownBy(() -> Command.ofEnvelope("id-1", bytes("{\"type\": \"echo\", \"body\": {\"a\": 1")))
                .isInstanceOf(InvalidCommandException.class);
        assertThatThrownBy(() -> Command.ofEnvelope("id-1", bytes("{\"type\": \"echo\"}")))
                .isInstanceOf(InvalidCommandException.class)
                .hasMessageContaining("no body");
    }

    @Test
    void tryAndAttemptAreOneUnlessAHeaderSaysMore() {
        assertThat(decode(GOOD).tryNumber()).isEqualTo(1);
        assertThat(decode(bytes(GOOD), Map.of(Headers.TRY, "3", Headers.ATTEMPT, "2")))
                .satisfies(envelope -> assertThat(envelope.tryNumber()).isEqualTo(3))
                .satisfies(envelope -> assertThat(envelope.attempt()).isEqualTo(2));
        assertThat(decode(bytes(GOOD), Map.of(Headers.TRY, "-7", Headers.ATTEMPT, "many")))
                .satisfies(envelope -> assertThat(envelope.tryNumber()).isEqualTo(1))
                .satisfies(envelope -> assertThat(envelope.attempt()).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, utf-8",
        "application/json; charset=UTF-8,",
        "text/plain,",
        ", binary",
        "application/octet-stream, UTF-8",
        ","
    })
    void contentTypeAndEncodingDoNotMatterWhereTheBodyIsJson(String type, String encoding) {
        Map<String, String> headers = new java.util.HashMap<>();
        headers.computeIfAbsent(Headers.CONTENT_TYPE, name -> type);
        headers.computeIfAbsent(Headers.CONTENT_ENCODING, name -> encoding);

        assertThat(decode(bytes(GOOD), headers).type()).isEqualTo("echo");
    }

    @Test
    void declaredCharsetIsUsed() {
        byte[] latin = "{\"type\":\"t\",\"body\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(text(decode(latin, Map.of(Headers.CONTENT_ENCODING, "iso-8859-1"))
                        .body()))
                .isEqualTo("\"é\"");
        assertThat(text(decode(latin, Map.of(Headers.CONTENT_TYPE, "application/json; charset=\"latin1\""))
                        .body()))
                .isEqualTo("\"é\"");
        assertInvalid(latin, Map.of(), "not UTF-8");
        assertInvalid(bytes(GOOD), Map.of(Headers.CONTENT_ENCODING, "gzip"), "gzip");
    }

    @Test
    void byteOrderMarkOfUtf8IsAcceptedAndUtf16IsNot() {
        ByteArrayOutputStream marked = new ByteArrayOutputStream();
        marked.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        marked.writeBytes(bytes(GOOD));

        assertThat(text(decode(marked.toByteArray(), Map.of()).body())).isEqualTo("{\"a\": 1}");
        marked.reset();
        marked.writeBytes(bytes("\uFEFF\uFEFF" + GOOD));
        assertThat(text(decode(marked.toByteArray(), Map.of()).body())).isEqualTo("{\"a\": 1}");
        assertInvalid(GOOD.getBytes(StandardCharsets.UTF_16), Map.of(), "not UTF-8");
        assertInvalid(GOOD.getBytes(StandardCharsets.UTF_16LE), Map.of(), "not UTF-8");
        assertInvalid(GOOD.getBytes(Charset.forName("UTF-32BE")), Map.of(), "not UTF-8");
    }

    @Test
    void overlongUtf8IsNotTakenForACharacter() {
        byte[] overlong = bytes("{\"type\":\"t\",\"body\":\"__\"}");
        overlong[overlong.length - 4] = (byte) 0xC0;
        overlong[overlong.length - 3] = (byte) 0x80;

        assertInvalid(overlong, Map.of(), "not UTF-8");
    }

    @Test
    void veryDeepJsonIsRefusedAndModeratelyDeepJsonIsRead() {
        assertInvalid(bytes("{\"type\":\"t\",\"body\":" + nested(100_000) + "}"), Map.of(), "not valid JSON");
        assertThat(decode("{\"type\":\"t\",\"body\":" + nested(400) + "}").type())
                .isEqualTo("t");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                                          | not a JSON object",
                "not json                                    | not valid JSON",
                "[1]                                         | not a JSON object",
                "{\"body\":1}                                | no type",
                "{\"type\":\"\",\"body\":1}                  | no type",
                "{\"type\":7,\"body\":1}                     | type is not a text",
                "{\"type\":\"t\"}                            | no body",
                "{\"type\":\"t\",\"body\":1                  | not valid JSON",
                "{\"type\":\"t\",\"body\":[1}                | not valid JSON",
                "{\"type\":\"t\",\"body\":1} 2               | goes on behind",
                "{\"type\":\"t\",\"body\":1}{}               | goes on behind",
                "{\"type\":\"t\",\"type\":\"u\",\"body\":1}  | not valid JSON",
                "{\"type\":\"t\",\"body\":{\"a\":1,\"a\":2}} | not valid JSON",
                "{\"type\":\"t\",\"body\":\"\\ud800\"}       | surrogate",
                "{\"type\":\"t\",\"body\":{\"\\uDC00\":1}}   | surrogate",
                "{\"type\":\"t\",\"body\":1e9999999}         | exponent",
                "{\"type\":\"t\",\"body\":[1E-401]}        | exponent",
                "{\"type\":\"t\",\"body\":NaN}               | not valid JSON",
                "{\"type\":\"t\",\"body\":01}                | not valid JSON",
            })
    void whatIsNotACommandIsRefusedWithItsReason(String json, String reason) {
        assertInvalid(bytes(json), Map.of(), reason);
    }

    @Test
    void wholeSurrogatePairsAndOrdinaryExponentsAreRead() {
        String body = "[\"\\ud83d\\ude00\", 1e400, 1.5E-400, 0.000e00005]";

        assertThat(text(decode("{\"type\":\"t\",\"body\":" + body + "}").body()))
                .isEqualTo(body);
    }

    @Test
    void overlongNumbersAndBodiesAreRefused() {
        assertInvalid(bytes("{\"type\":\"t\",\"body\":" + "1".repeat(1_001) + "}"), Map.of(), "not valid JSON");
        Delivery delivery = delivery(bytes(GOOD), Map.of());
        assertThatThrownBy(() -> EnvelopeCodec.decode(delivery, 10))
                .isInstanceOf(InvalidCommandException.class)
                .hasMessageContaining("at most 10");
    }

    @Test
    void pickledObjectsAreNeverRead() {
        byte[] pickle = {(byte) 0x80, 4, (byte) 0x95, 1, 0, 0, 0, 0, 0, 0, 0, '}', (byte) 0x94, '.'};

        assertInvalid(
                pickle,
                Map.of(Headers.CONTENT_TYPE, "application/x-python-serialize", Headers.CONTENT_ENCODING, "binary"),
                "");
    }

    private static String nested(int levels) {
        return "[".repeat(levels) + "]".repeat(levels);
    }

    private static void assertInvalid(byte[] body, Map<String, String> headers, String reason) {
        assertThatThrownBy(() -> decode(body, headers))
                .isInstanceOf(InvalidCommandException.class)
                .hasMessageContaining(reason);
    }

    private static Envelope decode(String json) {
        return decode(bytes(json), Map.of());
    }

    private static Envelope decode(byte[] body, Map<String, String> headers) {
        return EnvelopeCodec.decode(delivery(body, headers), 1024 * 1024);
    }

    private static Delivery delivery(byte[] body, Map<String, String> headers) {
        return new Delivery("id", body, headers, false, OptionalInt.empty(), "receipt");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
