package dev.scale.app;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Splits text into the JSON values that stand in it one after the other, pretty-printed or one a line, without changing
 * a character of them. Finds their ends only: whether a value is good JSON is for its reader to check. Reads as it goes, so
 * that input of any length fits.
 */
final class JsonValues implements Iterator<JsonValues.Value> {

    private static final int END = -1;

    private final Reader reader;
    private final int longest;
    private final String file;
    private int next;
    private long line = 1;

    /** A value's text and the line on which it starts. */
    record Value(String text, long line) {}

    /** @param longest most characters of a value */
    JsonValues(Reader reader, int longest) {
        this(reader, longest, "");
    }

    /** @param file for errors; empty where there is none */
    JsonValues(Reader reader, int longest, String file) {
        this.file = file.isEmpty() ? "" : " of '" + file + "'";
        this.reader = reader;
        this.longest = longest;
        advance();
        if (next == '\uFEFF') {
            advance();
        }
    }

    @Override
    public boolean hasNext() {
        while (next != END && isSpace(next)) {
            advance();
        }
        return next != END;
    }

    @Override
    public Value next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        long start = line;
        StringBuilder text = new StringBuilder();
        if (next == '"') {
            string(text, start);
        } else if (next == '{' || next == '[') {
            nested(text, start);
        } else {
            do {
                take(text, start);
            } while (next != END && !isSpace(next) && next != '{' && next != '[' && next != '"');
        }
        return new Value(text.toString(), start);
    }

    private void nested(StringBuilder text, long start) {
        int depth = 0;
        do {
            if (next == '"') {
                string(text, start);
            } else {
                depth += next == '{' || next == '[' ? 1 : next == '}' || next == ']' ? -1 : 0;
                take(text, start);
            }
        } while (depth > 0 && next != END);
    }

    private void string(StringBuilder text, long start) {
        take(text, start);
        while (next != END && next != '"') {
            if (next == '\\') {
                take(text, start);
            }
            if (next != END) {
                take(text, start);
            }
        }
        if (next != END) {
            take(text, start);
        }
    }

    private void take(StringBuilder text, long start) {
        if (text.length() >= longest) {
            throw new Failure(
                    ExitCode.FAILED,
                    "the value that starts on line " + start + file + " is longer than the largest body ("
                            + Setting.MAX_BODY.variable() + ")");
        }
        text.append((char) next);
        advance();
    }

    private void advance() {
        if (next == '\n') {
            line++;
        }
        try {
            next = reader.read();
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new Failure(ExitCode.FAILED, "the input is not UTF-8, at or after line " + line + file, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the input: " + e.getMessage(), e);
        }
    }

    private static boolean isSpace(int character) {
        return character == ' ' || character == '\n' || character == '\r' || character == '\t';
    }
}
