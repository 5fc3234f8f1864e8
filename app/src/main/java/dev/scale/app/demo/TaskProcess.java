package dev.scale.app.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A task as a process of the operating system, no JVM: takes the checksum of a file and counts its lines. */
final class TaskProcess {

    /** The file is the first argument, the planned exit code the second. */
    private static final String SCRIPT = """
            sum=$(sha256sum <"$1" 2>/dev/null || shasum -a 256 <"$1") || exit 1
            lines=$(wc -l <"$1") || exit 1
            if [ "$2" -ne 0 ]; then echo "failing as planned over $1" >&2; exit "$2"; fi
            echo "${sum%% *} $((lines))"
            """;

    private static final int LONGEST_MESSAGE = 500;

    private TaskProcess() {}

    /**
     * How it ended.
     *
     * @param output what it printed
     * @param message the end of what it complained about
     */
    record Ended(int exitCode, String output, String message) {}

    /** Runs it to its end; an interruption kills it. */
    static Ended run(Path file, int plannedExitCode) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        List.of("sh", "-c", SCRIPT, "task", file.toString(), String.valueOf(plannedExitCode)))
                .start();
        try {
            process.getOutputStream().close();
            // One after the other: what it complains about is a line or two, which a pipe holds.
            String output = text(process.getInputStream());
            String message = text(process.getErrorStream());
            return new Ended(process.waitFor(), output.strip(), tail(message));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(InputStream stream) throws IOException {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static String tail(String text) {
        String stripped = text.strip();
        return stripped.substring(Math.max(0, stripped.length() - LONGEST_MESSAGE));
    }
}
