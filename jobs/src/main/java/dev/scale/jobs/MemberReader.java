package dev.scale.jobs;

import dev.scale.messaging.InvalidCommandException;
import dev.scale.messaging.Timestamps;
import dev.scale.messaging.store.StoredText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads a body member by member; what does not fit is an {@link InvalidCommandException} that names the member by its path.
 * A member that is null counts as missing, and what is not asked for is skipped.
 */
final class MemberReader {

    /** Names are keys of tables; PostgreSQL's indexes take about 2,700 bytes. */
    private static final int LONGEST_NAME = 200;

    /** The years of four digits, which every reader of the tables understands. */
    private static final Instant FIRST_TIME = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant TOO_LATE = Instant.parse("+10000-01-01T00:00:00Z");

    private final JsonParser parser;

    /** @param parser before the body's first token */
    MemberReader(JsonParser parser) {
        this.parser = parser;
        parser.nextToken();
    }

    boolean isObject() {
        return parser.hasToken(JsonToken.START_OBJECT);
    }

    /** Enters the object that the current value must be. */
    void enterObject() {
        if (!isObject()) {
            throw invalid("must be an object");
        }
    }

    /** Goes to the next member that is not null and returns its name; null at the end of the object. */
    @Nullable
    String nextMember() {
        String name = nextMemberOrNull();
        while (name != null && parser.hasToken(JsonToken.VALUE_NULL)) {
            name = nextMemberOrNull();
        }
        return name;
    }

    /** The same with null as a value of its own. */
    @Nullable
    String nextMemberOrNull() {
        String name = parser.nextName();
        if (name != null) {
            parser.nextToken();
        }
        return name;
    }

    void skip() {
        parser.skipChildren();
    }

    /** Reads an array, each element by the given function. */
    <T> List<T> list(Function<MemberReader, T> element) {
        if (!parser.hasToken(JsonToken.START_ARRAY)) {
            throw invalid("must be an array");
        }
        List<T> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(element.apply(this));
        }
        return list;
    }

    /** A 64-bit id, as a number or as text; never by way of a floating point number. */
    long id() {
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            if (parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                return parser.getLongValue();
            }
        } else if (parser.hasToken(JsonToken.VALUE_STRING)) {
            String text = parser.getString();
            if (isWholeNumber(text)) {
                try {
                    return Long.parseLong(text);
                } catch (NumberFormatException e) {
                    throw invalid("must be a whole number of 64 bits");
                }
            }
        }
        throw invalid("must be a whole number of 64 bits");
    }

    int number(int least) {
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getNumberType() == JsonParser.NumberType.INT) {
            int value = parser.getIntValue();
            if (value >= least) {
                return value;
            }
        }
        throw invalid("must be a whole number of 32 bits, at least " + least);
    }

    boolean flag() {
        if (parser.hasToken(JsonToken.VALUE_TRUE) || parser.hasToken(JsonToken.VALUE_FALSE)) {
            return parser.hasToken(JsonToken.VALUE_TRUE);
        }
        throw invalid("must be true or false");
    }

    /** Text fit for a text column. */
    String text() {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw invalid("must be a text");
        }
        return StoredText.sanitize(parser.getString());
    }

    /** Text that names something: neither blank nor long. */
    String name() {
        String name = text();
        if (name.isBlank() || name.length() > LONGEST_NAME) {
            throw invalid("must be a name of 1 to " + LONGEST_NAME + " characters");
        }
        return name;
    }

    /** A text, or a whole number as the text that it is written with. */
    String textOrNumber() {
        return parser.hasToken(JsonToken.VALUE_NUMBER_INT) ? parser.getString() : text();
    }

    /** The status of an execution that has ended. */
    JobStatus finalStatus() {
        String name = text();
        return Stream.of(JobStatus.values())
                .filter(status -> status.isFinal() && status.name().equals(name))
                .findAny()
                .orElseThrow(() -> invalid("must be COMPLETED, FAILED or CANCELED"));
    }

    Instant time() {
        String text = text();
        Instant time;
        try {
            time = Timestamps.parse(text);
        } catch (InvalidCommandException e) {
            throw new InvalidCommandException(path() + ": " + e.getMessage(), e);
        }
        if (time.isBefore(FIRST_TIME) || !time.isBefore(TOO_LATE)) {
            throw invalid("must be a time in the years 1 to 9999");
        }
        return time;
    }

    /** Any JSON value as text fit for a jsonb column. */
    String json() {
        return FreeJson.read(parser);
    }

    /** The value, which must have been there in the object that was read last. */
    <T> T required(String member, @Nullable T value) {
        if (value == null) {
            throw new InvalidCommandException(path() + "/" + member + " is missing");
        }
        return value;
    }

    private InvalidCommandException invalid(String what) {
        return new InvalidCommandException(path() + " " + what);
    }

    private String path() {
        return "body" + parser.streamReadContext().pathAsPointer();
    }

    private static boolean isWholeNumber(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        return text.length() > start && text.chars().skip(start).allMatch(c -> c >= '0' && c <= '9');
    }
}
