package dev.scale.messaging;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** What is wrong with JSON, for people who know nothing of the parser, with its line and column. */
final class JsonFault {

    /** What the parser says, by its beginning, and what people read; {@code $1} and {@code $2} are what it has met. */
    private static final List<Rule> RULES = List.of(
            new Rule("Unexpected end-of-input.*", "it ends too early"),
            new Rule("Duplicate Object property \"(.*)\"", "the member \"$1\" is there twice"),
            new Rule("Unexpected close marker '(.)': expected '(.)'.*", "'$1' in place of '$2'"),
            new Rule(
                    "Unexpected character \\('(.+?)' .*: was expecting comma.*", "'$1' in place of a comma or the end"),
            new Rule("Unexpected character \\('(.+?)' .*: was expecting a colon.*", "'$1' in place of a colon"),
            new Rule(
                    "Unexpected character \\('(.+?)' .*: was expecting double-quote.*",
                    "'$1' in place of a name in double quotes"),
            new Rule(
                    "Unexpected character \\('(.+?)' .*\\).*in numeric value.*",
                    "a number is not written as JSON has it"),
            new Rule(
                    "Unexpected character \\('(.+?)' .*: expected a hex-digit.*",
                    "'$1' in place of a hexadecimal digit"),
            new Rule("Unexpected character \\('(.+?)' .*", "'$1' in place of a value"),
            new Rule("(?:Unrecognized|Non-standard) token '(.*?)'.*", "'$1' is no JSON value"),
            new Rule("Unrecognized character escape '(.)'.*", "'\\\\$1' means nothing in a text"),
            new Rule("Illegal (?:unquoted )?character.*", "a control character, which a text has as an escape only"),
            new Rule(".*surrogate.*", "half of a surrogate pair"),
            new Rule("Invalid numeric value.*", "a number is not written as JSON has it"));

    private record Rule(Pattern says, String means) {

        private Rule(String says, String means) {
            this(Pattern.compile(says, Pattern.DOTALL), means);
        }
    }

    private JsonFault() {}

    /** A phrase, such as {@code it ends too early, at column 8}, and where there are several lines {@code at column 8 of its line 2}. */
    static String words(JacksonException fault, byte[] json) {
        return what(fault) + place(fault.getLocation(), json);
    }

    private static String what(JacksonException fault) {
        if (fault instanceof UnexpectedEndOfInputException) {
            return "it ends too early";
        }
        String says = fault.getOriginalMessage();
        if (fault instanceof StreamConstraintsException) {
            return says.contains("depth")
                    ? "it has more than " + StrictJson.MOST_LEVELS + " levels"
                    : "a number or a name in it is too long";
        }
        for (Rule rule : RULES) {
            Matcher matcher = rule.says().matcher(says);
            if (matcher.matches()) {
                return matcher.replaceFirst(rule.means());
            }
        }
        return "something in it is not JSON";
    }

    /** In characters, where the parser counts bytes. */
    private static String place(@Nullable TokenStreamLocation location, byte[] json) {
        if (location == null || location.getByteOffset() < 0) {
            return "";
        }
        int offset = (int) Math.min(json.length, location.getByteOffset());
        String before = new String(json, 0, offset, StandardCharsets.UTF_8);
        long line = before.chars().filter(character -> character == '\n').count() + 1;
        String inLine = before.substring(before.lastIndexOf('\n') + 1);
        String column = ", at column " + (inLine.codePointCount(0, inLine.length()) + 1);
        return holdsLines(json) ? column + " of its line " + line : column;
    }

    private static boolean holdsLines(byte[] json) {
        for (byte one : json) {
            if (one == '\n') {
                return true;
            }
        }
        return false;
    }
}
