package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonValuesTest {

    private static List<String> values(String text) {
        List<String> values = new ArrayList<>();
        new JsonValues(new StringReader(text), 100).forEachRemaining(value -> values.add(value.text()));
        return values;
    }

    @Test
    void valuesInARowAreSplitWithoutChangingACharacter() {
        assertThat(values("{\"a\": 1}\n{\n  \"b\": [2, {}]\n}[3]\"x\" 1.50 true\n"))
                .containsExactly("{\"a\": 1}", "{\n  \"b\": [2, {}]\n}", "[3]", "\"x\"", "1.50", "true");
    }

    @Test
    void bracketsAndQuotesInStringsAreText() {
        assertThat(values("{\"a\": \"}\\\"{\"} \"\\\\\" []")).containsExactly("{\"a\": \"}\\\"{\"}", "\"\\\\\"", "[]");
    }

    @Test
    void nothingAndWhiteSpaceHoldNoValues() {
        assertThat(values("")).isEmpty();
        assertThat(values(" \r\n\t")).isEmpty();
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstValue() {
        assertThat(values("\uFEFF{}")).containsExactly("{}");
    }

    @Test
    void anUnfinishedValueIsHandedOverForItsReaderToRefuse() {
        assertThat(values("{\"a\": [1")).containsExactly("{\"a\": [1");
        assertThat(values("}")).containsExactly("}");
    }

    @Test
    void eachValueKnowsTheLineOnWhichItStarts() {
        JsonValues values = new JsonValues(new StringReader("{}\n\n{\n}\n[]"), 100);
        assertThat(values.next().line()).isEqualTo(1);
        assertThat(values.next().line()).isEqualTo(3);
        assertThat(values.next().line()).isEqualTo(5);
    }

    @Test
    void aValueLongerThanTheLargestBodyIsNotReadToItsEnd() {
        JsonValues values = new JsonValues(new StringReader("\"" + "x".repeat(200)), 100);
        assertThatThrownBy(values::next).hasMessageContaining("SCALE_MAX_BODY");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        byte[] latin = "{\"a\": \"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> BodySources.of("-", List.of(), new ByteArrayInputStream(latin), 100)
                        .next())
                .hasMessageContaining("UTF-8");
    }
}
