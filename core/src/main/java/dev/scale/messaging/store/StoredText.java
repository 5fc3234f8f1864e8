package dev.scale.messaging.store;

import java.util.Map;

/** The one place that makes any text fit for a text or jsonb column of PostgreSQL, which refuse U+0000 and half surrogates. */
public final class StoredText {

    private static final int MOST_CHARACTERS = 8_000;

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

    private static void quote(StringBuilder json, String text) {
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
