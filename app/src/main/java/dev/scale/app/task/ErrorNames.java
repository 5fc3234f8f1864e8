package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of errors by job type and exit code, from a file with lines {@code JOB-TYPE EXIT-CODE NAME}; {@code *} stands for any
 * type, {@code timeout} and {@code signal-N} may stand in place of a code, {@code #} begins a comment.
 */
final class ErrorNames {

    private static final String ANY = "*";
    private static final int LONGEST_NAME = 200;

    private final Map<List<String>, String> names = new HashMap<>();

    private ErrorNames() {}

    /** Those of the file that the settings name; a {@link Failure} of usage where it cannot be read. */
    static ErrorNames of(Configuration configuration) {
        Optional<String> file = configuration.text(Setting.TASK_ERRORS);
        try {
            return file.isEmpty() ? new ErrorNames() : parse(file.get(), Files.readAllLines(Path.of(file.get())));
        } catch (IOException | InvalidPathException e) {
            throw Failure.usage(Setting.TASK_ERRORS.variable() + " is '" + file.orElse("") + "', which cannot be read: "
                    + e.getClass().getSimpleName());
        }
    }

    static ErrorNames parse(String file, List<String> lines) {
        ErrorNames errors = new ErrorNames();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).replaceFirst("#.*", "").strip();
            if (!line.isEmpty()) {
                String[] words = line.split("\\s+");
                String error = words.length == 3 ? error(words[1]) : "";
                if (error.isEmpty() || words[2].length() > LONGEST_NAME) {
                    throw Failure.usage(file + ", line " + (i + 1)
                            + ": JOB-TYPE EXIT-CODE NAME is expected, such as `checksum 3 bad-input`");
                }
                errors.names.put(List.of(words[0], error), words[2]);
            }
        }
        return errors;
    }

    /** The name for an ending that is none of success. */
    String name(Optional<String> type, Ending ending) {
        String error = ending.error();
        String ofAnyType = names.getOrDefault(List.of(ANY, error), error);
        return type.map(name -> names.getOrDefault(List.of(name, error), ofAnyType))
                .orElse(ofAnyType);
    }

    /** What an exit code, or the word in its place, is called without a table; empty where it is neither. */
    private static String error(String code) {
        if (code.equals("timeout") || code.matches("signal-[1-9][0-9]?")) {
            return code;
        }
        boolean exitCode = code.matches("[1-9][0-9]{0,2}") && Integer.parseInt(code) <= 255;
        return exitCode ? Ending.error(Integer.parseInt(code)) : "";
    }
}
