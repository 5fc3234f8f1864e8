package dev.scale.messaging.store;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** The one place that makes any text fit for a column of PostgreSQL, which refuses U+0000 and half surrogates. */
public final class StoredText {

    private static final int MOST_CHARACTERS = 8_000;
    private static final int LONGEST_KEY = 500;

    private StoredText() {}

    /** U+0000 becomes the visible U+2400 and half surrogates U+FFFD; text without them is returned as it is. */
    public static String sanitize(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return rewritten(text);
            }
        }
        return text;
    }

    /** The same for a key: an index of PostgreSQL takes about 2,700 bytes, so that a longer text is named by its hash. */
    public static String key(String text) {
        if (text.length() <= LONGEST_KEY) {
            return sanitize(text);
        }
        return "sha256:" + HexFormat.of().formatHex(Try.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** The same, cut to a length that is fit for a reason. */
    public static String reason(String text) {
        return sanitize(text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS) + "…");
    }

    /** A JSON object of text values. */
    static String json(Map<String, String> values) {
        StringBuilder json = new StringBuilder("{");
        values.forEach((name, value) -> {
            json.append(json.length() == 1 ? "" : ",");
            quote(json, sanitize(name));
            json.append(':');
            quote(json, sanitize(value));
        });
        return json.append('}').toString();
    }

    static void quote(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < 0x20) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static String rewritten(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 ? 0x2400 : c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }
}
