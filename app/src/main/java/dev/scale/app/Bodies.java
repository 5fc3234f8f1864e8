package dev.scale.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the bodies of {@code scale send} come from: the argument itself, {@code @file}, or standard input. */
final class Bodies {

    private Bodies() {}

    /** Null and a dash mean standard input. Bytes that are not UTF-8 make reading fail. */
    static Reader open(@Nullable String argument, InputStream standardInput) {
        if (argument == null || argument.equals("-")) {
            return utf8(standardInput);
        }
        if (!argument.startsWith("@")) {
            return new StringReader(argument);
        }
        String file = argument.substring(1);
        try {
            return utf8(Files.newInputStream(Path.of(file)));
        } catch (IOException e) {
            throw Failure.usage("cannot read '" + file + "': " + e.getClass().getSimpleName());
        }
    }

    private static Reader utf8(InputStream input) {
        return new BufferedReader(new InputStreamReader(
                input,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
    }
}
