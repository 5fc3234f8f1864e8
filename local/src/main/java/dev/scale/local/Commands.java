package dev.scale.local;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Short commands of the system, run to their end. */
final class Commands {
    private Commands() {}

    /** Whether a program is on the path. */
    static boolean exists(String program) {
        String path = System.getenv("PATH");
        for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    /** Whether a command can be run and succeeds. */
    static boolean succeeds(List<String> command) {
        try {
            run(command, "", Map.of());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Changes the environment that a process inherits; an empty value removes a variable. */
    static void change(ProcessBuilder builder, Map<String, String> environment) {
        environment.forEach((name, value) -> {
            if (value.isEmpty()) {
                builder.environment().remove(name);
            } else {
                builder.environment().put(name, value);
            }
        });
    }

    /** Runs a command with this input and returns what it printed; throws with that in the message when it fails. */
    static String run(List<String> command, String input, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        change(builder, environment);
        Process process = builder.start();
        try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // A command that does not read its input may have closed it already: its exit code tells.
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            int code = process.waitFor();
            if (code != 0) {
                throw new IOException(command.get(0) + " failed with " + code + ": " + output.strip());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while running " + command.get(0), e);
        }
        return output;
    }
}
