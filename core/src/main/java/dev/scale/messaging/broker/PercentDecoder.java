package dev.scale.messaging.broker;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes {@code %XX} as UTF-8, once; what is no valid sequence stays as it is, and so does {@code +}. */
final class PercentDecoder {

    private PercentDecoder() {}

    static String decode(String text) {
        StringBuilder decoded = new StringBuilder(text.length());
        int position = 0;
        while (position < text.length()) {
            int end = endOfSequences(text, position);
            if (end == position) {
                decoded.append(text.charAt(position++));
            } else {
                decoded.append(decodeRun(text.substring(position, end)));
                position = end;
            }
        }
        return decoded.toString();
    }

    private static int endOfSequences(String text, int start) {
        int end = start;
        while (end + 2 < text.length() && text.charAt(end) == '%' && hex(text, end + 1) && hex(text, end + 2)) {
            end += 3;
        }
        return end;
    }

    private static boolean hex(String text, int position) {
        return text.charAt(position) < 128 && Character.digit(text.charAt(position), 16) >= 0;
    }

    private static String decodeRun(String run) {
        byte[] bytes = new byte[run.length() / 3];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(run.substring(3 * i + 1, 3 * i + 3), 16);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return run;
        }
    }
}
