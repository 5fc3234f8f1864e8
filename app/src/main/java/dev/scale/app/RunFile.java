package dev.scale.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The file by which other commands find what a live {@code scale up} has started alongside: lines {@code NAME=value} with
 * the settings' variables, its process id and when that started. Readable by its owner only, since URLs hold passwords.
 */
final class RunFile {

    static final String PID = "pid";
    static final String STARTED = "started";

    /** The kernel's idea of a process's start moves a little with its clock. */
    private static final Duration TOLERANCE = Duration.ofSeconds(3);

    private RunFile() {}

    static Path in(Path home) {
        return home.resolve("run");
    }

    /** Writes it for this process, all or nothing. */
    static void write(Path home, Map<Setting, String> values) {
        ProcessHandle self = ProcessHandle.current();
        StringBuilder text = new StringBuilder();
        values.forEach((setting, value) ->
                text.append(setting.variable()).append('=').append(value).append('\n'));
        text.append(PID).append('=').append(self.pid()).append('\n');
        self.info()
                .startInstant()
                .ifPresent(
                        start -> text.append(STARTED).append('=').append(start).append('\n'));
        try {
            Path draft = Files.createTempFile(
                    home,
                    "run",
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(draft, text);
            Files.move(draft, in(home), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + in(home) + ": " + e.getMessage(), e);
        }
    }

    /** Its values, by variable; empty where there is none or its process is gone. */
    static Optional<Map<String, String>> read(Path home) {
        return values(home).filter(RunFile::live);
    }

    /** For people: the process that has left its file behind, since one that ends in good order deletes it. */
    static Optional<String> leftBehind(Path home) {
        return values(home)
                .filter(values -> values.containsKey(PID) && !live(values))
                .map(RunFile::describe);
    }

    /** For people: the process of a run file. */
    static String describe(Map<String, String> values) {
        return "process " + values.get(PID) + (values.containsKey(STARTED) ? ", since " + values.get(STARTED) : "");
    }

    private static Optional<Map<String, String>> values(Path home) {
        Map<String, String> values = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(in(home))) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    values.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // another user's: theirs to use
        }
        return Optional.of(values);
    }

    static void delete(Path home) {
        try {
            Files.deleteIfExists(in(home));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + in(home) + ": " + e.getMessage(), e);
        }
    }

    private static boolean live(Map<String, String> values) {
        try {
            Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(values.getOrDefault(PID, "")))
                    .filter(ProcessHandle::isAlive);
            if (process.isEmpty()) {
                return false;
            }
            Optional<Instant> start = process.get().info().startInstant();
            String written = values.get(STARTED);
            return start.isEmpty()
                    || written == null
                    || Duration.between(Instant.parse(written), start.get())
                                    .abs()
                                    .compareTo(TOLERANCE)
                            <= 0;
        } catch (NumberFormatException | DateTimeParseException e) {
            return false;
        }
    }
}
