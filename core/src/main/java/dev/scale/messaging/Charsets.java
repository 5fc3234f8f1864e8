package dev.scale.messaging;

import dev.scale.messaging.broker.Headers;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings a delivered body to UTF-8, strictly: no byte is ever replaced. A declared charset is used (AMQP clients put it
 * into {@code content-encoding}, HTTP people into {@code content-type}); none declared means UTF-8.
 */
final class Charsets {

    private static final Set<String> NONE = Set.of("", "binary", "utf-8", "utf8", "us-ascii", "ascii");
    private static final Pattern PARAMETER =
            Pattern.compile("charset\\s*=\\s*\"?([^\\s\";]+)", Pattern.CASE_INSENSITIVE);

    private Charsets() {}

    static byte[] toUtf8(byte[] body, Map<String, String> headers) {
        String name = declared(headers);
        byte[] utf8 = NONE.contains(name) ? body : decode(body, charset(name)).getBytes(StandardCharsets.UTF_8);
        requireUtf8(utf8);
        return isMarked(utf8) ? Arrays.copyOfRange(utf8, 3, utf8.length) : utf8;
    }

    /**
     * Throws {@link InvalidCommandException} where the bytes are not UTF-8, or hold a NUL, which JSON never does: parsers
     * take it for UTF-16 or UTF-32.
     */
    static void requireUtf8(byte[] bytes) {
        boolean ascii = true;
        for (byte b : bytes) {
            if (b == 0) {
                throw new InvalidCommandException("the message is not UTF-8 text: it holds a NUL byte");
            }
            ascii &= b > 0;
        }
        if (!ascii) {
            decode(bytes, StandardCharsets.UTF_8);
        }
    }

    private static boolean isMarked(byte[] utf8) {
        return utf8.length >= 3 && utf8[0] == (byte) 0xEF && utf8[1] == (byte) 0xBB && utf8[2] == (byte) 0xBF;
    }

    private static String declared(Map<String, String> headers) {
        String encoding = headers.getOrDefault(Headers.CONTENT_ENCODING, "").strip();
        if (encoding.isEmpty()) {
            Matcher parameter = PARAMETER.matcher(headers.getOrDefault(Headers.CONTENT_TYPE, ""));
            encoding = parameter.find() ? parameter.group(1) : "";
        }
        return encoding.toLowerCase(Locale.ROOT);
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new InvalidCommandException(
                    "the content encoding '" + name + "' is not a charset that is known here", e);
        }
    }

    private static String decode(byte[] bytes, Charset charset) {
        try {
            CharBuffer text = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new InvalidCommandException("the message is not " + charset.name() + " text", e);
        }
    }
}
