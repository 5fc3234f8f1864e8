package dev.scale.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Where the bodies of {@code scale send} come from: the argument itself, files, or standard input; read one after the other, as
 * they are needed. Bytes that are not UTF-8 make reading fail.
 */
final class BodySources implements Iterator<BodySources.Body>, AutoCloseable {

    private static final String STANDARD_INPUT = "-";

    private final Deque<String> files;
    private final InputStream standardInput;
    private final int longest;
    private String name = "";
    private @Nullable Reader reader;
    private @Nullable JsonValues values;

    /**
     * A body.
     *
     * @param place such as {@code bodies.json:12} or {@code line 12}
     */
    record Body(String text, String place) {}

    private BodySources(List<String> files, InputStream standardInput, int longest) {
        this.files = new ArrayDeque<>(files);
        this.standardInput = standardInput;
        this.longest = longest;
    }

    /**
     * Sources by name.
     *
     * @param argument the text itself, {@code @file}, or a dash or null for standard input
     * @param files further files; a dash is standard input
     * @param longest most characters of a body
     */
    static BodySources of(@Nullable String argument, List<String> files, InputStream standardInput, int longest) {
        boolean text = argument != null && !argument.equals(STANDARD_INPUT) && !argument.startsWith("@");
        List<String> names = argument != null && argument.startsWith("@") ? List.of(argument.substring(1)) : files;
        List<String> given = names.isEmpty() && !text ? List.of(STANDARD_INPUT) : names;
        BodySources sources = new BodySources(given, standardInput, longest);
        given.stream().filter(file -> !file.equals(STANDARD_INPUT)).forEach(BodySources::require);
        if (text) {
            sources.start("", new StringReader(argument));
        }
        return sources;
    }

    /** All files are there before anything of the first is sent. */
    private static void require(String file) {
        try {
            if (Files.isReadable(Path.of(file)) && !Files.isDirectory(Path.of(file))) {
                return;
            }
        } catch (InvalidPathException e) {
            // told below
        }
        throw Failure.usage("cannot read '" + file + "'");
    }

    @Override
    public boolean hasNext() {
        while (values == null || !values.hasNext()) {
            close();
            if (files.isEmpty()) {
                return false;
            }
            open(files.remove());
        }
        return true;
    }

    @Override
    public Body next() {
        if (!hasNext() || values == null) {
            throw new NoSuchElementException();
        }
        JsonValues.Value value = values.next();
        return new Body(value.text(), name.isEmpty() ? "line " + value.line() : name + ":" + value.line());
    }

    private void open(String file) {
        try {
            if (file.equals(STANDARD_INPUT)) {
                start("", utf8(standardInput));
            } else {
                start(file, utf8(Files.newInputStream(Path.of(file))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read '" + file + "': " + e.getMessage(), e);
        }
    }

    private void start(String source, Reader from) {
        name = source;
        reader = from;
        values = new JsonValues(from, longest, source);
    }

    private static Reader utf8(InputStream input) {
        return new BufferedReader(new InputStreamReader(
                input,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }

    @Override
    public void close() {
        values = null;
        if (reader != null) {
            try {
                reader.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close '" + name + "': " + e.getMessage(), e);
            }
            reader = null;
        }
    }
}
