package dev.scale.messaging;

import java.io.OutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as RFC 8259 has it and nothing that PostgreSQL would refuse or that two readers would understand differently:
 * limited depth and number length, no member twice in an object, nothing behind the value, no half surrogate, no number
 * beyond the range of {@code numeric}.
 */
final class StrictJson {

    /** A parser or a database that recurses must survive this; PostgreSQL's jsonb takes about 3,000. */
    static final int MOST_LEVELS = 500;

    static final int LONGEST_NUMBER = 1_000;
    static final int LONGEST_NAME = 10_000;

    /** Beyond any double; jsonb writes exponents out in digits, so that larger ones would make a small body a huge value. */
    static final int LARGEST_EXPONENT = 400;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MOST_LEVELS)
                    .maxNumberLength(LONGEST_NUMBER)
                    .maxNameLength(LONGEST_NAME)
                    // The body's own limit in bytes bounds these.
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxDocumentLength(-1)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamWriteFeature.AUTO_CLOSE_CONTENT)
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private static final JsonFactory CHECKED = FACTORY.rebuild()
            .disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private StrictJson() {}

    /** A parser of UTF-8 that is known to be valid. */
    static JsonParser parser(byte[] utf8) {
        return FACTORY.createParser(ObjectReadContext.empty(), utf8);
    }

    /** A parser of JSON that has been checked before. */
    static JsonParser parserOfChecked(byte[] utf8) {
        return CHECKED.createParser(ObjectReadContext.empty(), utf8);
    }

    static JsonGenerator generator(OutputStream out) {
        return FACTORY.createGenerator(ObjectWriteContext.empty(), out);
    }

    /** Checks that the bytes are one JSON value. */
    static void check(byte[] json) {
        Charsets.requireUtf8(json);
        try (JsonParser parser = parser(json)) {
            if (parser.nextToken() == null) {
                throw new InvalidCommandException("the body is empty; it must be one JSON value");
            }
            Checker checker = new Checker(parser, json);
            checker.checkValue();
            checker.checkEnd();
        } catch (JacksonException e) {
            throw invalid(e, json);
        }
    }

    static InvalidCommandException invalid(JacksonException e, byte[] json) {
        return new InvalidCommandException("the message is not valid JSON: " + JsonFault.words(e, json), e);
    }

    /** Checks what a parser passes and Jackson does not. */
    static final class Checker {

        private final JsonParser parser;
        private final boolean mayHoldSurrogates;

        Checker(JsonParser parser, byte[] json) {
            this.parser = parser;
            // Strict UTF-8 holds no surrogates, so that they can only come as escapes; hardly any message has one.
            this.mayHoldSurrogates = holdsSurrogateEscape(json);
        }

        /** Reads to the end of the value that begins at the current token. */
        void checkValue() {
            int open = 0;
            while (true) {
                checkToken();
                JsonToken token = parser.currentToken();
                if (token.isStructStart()) {
                    open++;
                } else if (token.isStructEnd()) {
                    open--;
                }
                if (open == 0) {
                    // Strings are read lazily; the parser stands behind the value only when it has been asked for it.
                    parser.finishToken();
                    return;
                }
                if (parser.nextToken() == null) {
                    throw new InvalidCommandException("the message is not valid JSON: it ends within a value");
                }
            }
        }

        void checkToken() {
            JsonToken token = parser.currentToken();
            if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                checkExponent(parser.getString());
            } else if (mayHoldSurrogates
                    && (token == JsonToken.VALUE_STRING || token == JsonToken.PROPERTY_NAME)
                    && holdsHalfSurrogate(parser.getString())) {
                throw new InvalidCommandException("a text in the message holds half a surrogate pair");
            }
        }

        void checkEnd() {
            if (parser.nextToken() != null) {
                throw new InvalidCommandException("the message goes on behind its JSON value");
            }
        }

        private static void checkExponent(String number) {
            int e = Math.max(number.indexOf('e'), number.indexOf('E'));
            if (e < 0) {
                return;
            }
            String digits = number.substring(e + 1).replaceFirst("^[+-]?0*", "");
            if (digits.length() > 3 || (!digits.isEmpty() && Integer.parseInt(digits) > LARGEST_EXPONENT)) {
                throw new InvalidCommandException("a number in the message has an exponent beyond " + LARGEST_EXPONENT);
            }
        }

        private static boolean holdsSurrogateEscape(byte[] json) {
            for (int i = 0; i + 2 < json.length; i++) {
                if (json[i] == '\\' && json[i + 1] == 'u' && (json[i + 2] | 0x20) == 'd') {
                    return true;
                }
            }
            return false;
        }

        private static boolean holdsHalfSurrogate(String text) {
            return text.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
        }
    }
}
