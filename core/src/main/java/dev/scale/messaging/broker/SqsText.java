package dev.scale.messaging.broker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A body as SQS carries it: text of the characters {@code #x9 #xA #xD #x20-#xD7FF #xE000-#xFFFD #x10000-#x10FFFF}, at least
 * one of them. JSON stays as it is, but for U+FFFE and U+FFFF, which are written as {@code \\uFFFE}: the same to whoever
 * reads JSON. Anything else that cannot stand as it is goes in Base64, byte for byte.
 *
 * @param text what is sent
 * @param bytes how many bytes that is
 * @param encoding how to read it; null where it is simply text
 */
record SqsText(String text, int bytes, @Nullable String encoding) {

    static final String BASE64 = "base64";
    static final String EMPTY = "empty";

    private static final JsonFactory JSON = new JsonFactory();

    /** SQS takes no empty text. */
    private static final SqsText NOTHING = new SqsText("-", 1, EMPTY);

    static SqsText of(byte[] body) {
        if (body.length == 0) {
            return NOTHING;
        }
        String text = decoded(body);
        if (text == null) {
            return base64(body);
        }
        int first = firstForbidden(text);
        if (first < 0) {
            return new SqsText(text, body.length, null);
        }
        String escaped = isJson(text) ? escaped(text) : null;
        return escaped == null
                ? base64(body)
                : new SqsText(escaped, escaped.getBytes(StandardCharsets.UTF_8).length, null);
    }

    private static SqsText base64(byte[] body) {
        String text = Base64.getEncoder().encodeToString(body);
        return new SqsText(text, text.length(), BASE64);
    }

    /** The body of a text that came; one that is not what its encoding says stays as it is. */
    static byte[] body(String text, @Nullable String encoding) {
        if (EMPTY.equals(encoding)) {
            return new byte[0];
        }
        if (BASE64.equals(encoding)) {
            try {
                return Base64.getDecoder().decode(text);
            } catch (IllegalArgumentException notBase64) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static @Nullable String decoded(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return null;
        }
    }

    private static int firstForbidden(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isForbidden(text.charAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /** Halves of surrogate pairs are allowed here: they come in pairs only. */
    private static boolean isForbidden(char unit) {
        return (unit < ' ' && unit != '\t' && unit != '\n' && unit != '\r') || isNoCharacter(unit);
    }

    private static boolean isNoCharacter(char unit) {
        return unit == '\uFFFE' || unit == '\uFFFF';
    }

    /** In anything else an escape would be read as what it is: six characters. */
    private static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            while (parser.nextToken() != null) {
                parser.skipChildren();
            }
            return true;
        } catch (JacksonException noJson) {
            return false;
        }
    }

    /** The same JSON without what is forbidden; null where that cannot be, which is so where it is no JSON. */
    private static @Nullable String escaped(String json) {
        StringBuilder escaped = new StringBuilder(json.length() + 16);
        boolean inside = false;
        boolean afterBackslash = false;
        for (int i = 0; i < json.length(); i++) {
            char unit = json.charAt(i);
            if (isForbidden(unit)) {
                if (!isNoCharacter(unit) || !inside || afterBackslash) {
                    return null;
                }
                escaped.append("\\u").append(Integer.toHexString(unit).toUpperCase(Locale.ROOT));
                continue;
            }
            escaped.append(unit);
            if (unit == '"' && !afterBackslash) {
                inside = !inside;
            }
            afterBackslash = inside && unit == '\\' && !afterBackslash;
        }
        return escaped.toString();
    }
}
