package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonFaultTest {

    private static String fault(String json) {
        Throwable fault = catchThrowable(() -> StrictJson.check(json.getBytes(StandardCharsets.UTF_8)));
        assertThat(fault).isInstanceOf(InvalidCommandException.class);
        return String.valueOf(fault.getMessage()).replace("the message is not valid JSON: ", "");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"a\": 1          | it ends too early, at column 8",
                "{\"a\":            | it ends too early, at column 6",
                "{\"a              | it ends too early, at column 4",
                "[1,               | it ends too early, at column 4",
                "\"abc             | it ends too early, at column 5",
                "-                 | it ends too early, at column 2",
                "\"\\u12           | it ends too early, at column 6",
                "{\"ä\":1          | it ends too early, at column 7",
                "{\"a\":1,\"a\":2} | the member \"a\" is there twice, at column 11",
                "[1}               | '}' in place of ']', at column 3",
                "{\"a\" 1}         | '1' in place of a colon, at column 6",
                "{a:1}             | 'a' in place of a name in double quotes, at column 2",
                "{'a':1}           | ''' in place of a name in double quotes, at column 2",
                "[1 2]             | '2' in place of a comma or the end, at column 4",
                "[1,]              | ']' in place of a value, at column 4",
                "nope              | 'nope' is no JSON value, at column 1",
                "[NaN]             | 'NaN' is no JSON value, at column 5",
                "\"\\x\"           | '\\x' means nothing in a text, at column 3",
                "\"\\uzzzz\"       | 'z' in place of a hexadecimal digit, at column 4",
                "01                | a number is not written as JSON has it, at column 2",
                "+1                | a number is not written as JSON has it, at column 2",
                "1.x               | a number is not written as JSON has it, at column 3",
                ".5                | '.' in place of a value, at column 1",
            })
    void isToldInPlainWordsWithItsPlace(String json, String words) {
        assertThat(fault(json)).isEqualTo(words);
    }

    @Test
    void linesAreCounted() {
        assertThat(fault("{\n  \"ü\": 1,\n  \"b\": [1, 2\n}"))
                .isEqualTo("'}' in place of ']', at column 1 of its line 4");
        assertThat(fault("\"a\tb\"")).isEqualTo("a control character, which a text has as an escape only, at column 3");
    }

    @Test
    void whatIsTooMuchIsTold() {
        assertThat(fault("[".repeat(501))).isEqualTo("it has more than 500 levels");
        assertThat(fault("1".repeat(1_001))).isEqualTo("a number or a name in it is too long");
    }

    @Test
    void theParserIsNotHeard() {
        for (String json : new String[] {"{", "[1}", "nope", "+1", "NaN", "[[", "\u0001", "{\"a\":1]", "[1]]", "/"}) {
            assertThat(fault(json)).doesNotContain("REDACTED", "Feature", "token", "Object", "code ", "#");
        }
    }
}
