package dev.scale.app.deadletters;

import dev.scale.app.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The bytes of a body, as people can read them. */
record LetterBody(byte[] bytes) {

    private static final int BYTES_A_LINE = 16;

    /** How to show it. */
    enum Form {
        PRETTY,
        RAW,
        HEX;

        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Empty where the bytes are not UTF-8. */
    Optional<String> text() {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /** Indented as JSON is, whether it is good JSON or not; in hexadecimal where it is no text. Ends with a line break. */
    String pretty() {
        return text().map(text -> indented(Printable.lines(text))).orElseGet(this::hex);
    }

    /** Offset, bytes, and what of them is printable ASCII, sixteen a line. */
    String hex() {
        StringBuilder dump = new StringBuilder();
        for (int start = 0; start < bytes.length; start += BYTES_A_LINE) {
            StringBuilder numbers = new StringBuilder();
            StringBuilder characters = new StringBuilder();
            for (int i = start; i < Math.min(start + BYTES_A_LINE, bytes.length); i++) {
                numbers.append(String.format("%02x ", bytes[i]));
                characters.append(bytes[i] >= 0x20 && bytes[i] < 0x7F ? (char) bytes[i] : '.');
            }
            dump.append(String.format("%08x  %-48s %s%n", start, numbers, characters));
        }
        return dump.toString().replace(System.lineSeparator(), "\n");
    }

    /** Changes white space between tokens alone, so that digits and order stay. */
    private static String indented(String json) {
        StringBuilder out = new StringBuilder();
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (inString) {
                out.append(c);
                if (c == '\\' && i + 1 < json.length()) {
                    out.append(json.charAt(++i));
                }
                inString = c != '"';
            } else if (c == '"') {
                inString = true;
                out.append(c);
            } else if (c == '{' || c == '[') {
                int next = nextToken(json, i + 1);
                boolean empty = next < json.length() && (json.charAt(next) == '}' || json.charAt(next) == ']');
                out.append(c);
                if (empty) {
                    out.append(json.charAt(next));
                    i = next;
                } else {
                    newLine(out, ++depth);
                }
            } else if (c == '}' || c == ']') {
                newLine(out, depth = Math.max(0, depth - 1));
                out.append(c);
            } else if (c == ',') {
                out.append(c);
                newLine(out, depth);
            } else if (c == ':') {
                out.append(": ");
            } else if (!Character.isWhitespace(c)) {
                out.append(c);
            }
        }
        return out.append('\n').toString();
    }

    private static int nextToken(String json, int from) {
        int at = from;
        while (at < json.length() && Character.isWhitespace(json.charAt(at))) {
            at++;
        }
        return at;
    }

    private static void newLine(StringBuilder out, int depth) {
        out.append('\n').append("  ".repeat(Math.min(depth, 100)));
    }
}
