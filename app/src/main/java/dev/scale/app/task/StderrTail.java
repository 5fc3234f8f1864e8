package dev.scale.app.task;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The end of what a command wrote to standard error, in bounded memory. Thread-safe. */
final class StderrTail {

    private static final int MOST_BYTES = 8 * 1024;

    /** Most characters of the text. */
    static final int MOST_CHARACTERS = 2_000;

    private final byte[] ring = new byte[MOST_BYTES];
    private long written;

    /** The end of a file. */
    static StderrTail of(Path file) throws IOException {
        StderrTail tail = new StderrTail();
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(0, channel.size() - MOST_BYTES));
            byte[] bytes = Channels.newInputStream(channel).readNBytes(MOST_BYTES);
            tail.add(bytes, bytes.length);
        }
        return tail;
    }

    synchronized void add(byte[] bytes, int length) {
        for (int i = Math.max(0, length - MOST_BYTES); i < length; i++) {
            ring[(int) ((written + i) % MOST_BYTES)] = bytes[i];
        }
        written += length;
    }

    /** For people: its last lines without what only a terminal understands. */
    synchronized String text() {
        int length = (int) Math.min(written, MOST_BYTES);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((written - length + i) % MOST_BYTES)];
        }
        return readable(new String(bytes, StandardCharsets.UTF_8));
    }

    private static String readable(String text) {
        String plain = text.replaceAll("\u001B\\[[0-9;?]*[ -/]*[@-~]", "")
                .replace("\r\n", "\n")
                // of a line that was written over the last state alone
                .replaceAll("[^\n]*\r(?=[^\n])", "")
                .replaceAll("[\\p{Cc}&&[^\n\t]]", "")
                .strip();
        int start = Math.max(0, plain.length() - MOST_CHARACTERS);
        if (start > 0 && Character.isLowSurrogate(plain.charAt(start))) {
            start++;
        }
        return plain.substring(start);
    }
}
