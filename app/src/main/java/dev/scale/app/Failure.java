package dev.scale.app;

import org.jspecify.annotations.Nullable;

/** Ends the command with one line for people and an exit code. The line says what to do and holds no secret. */
public final class Failure extends RuntimeException {

    private final int exitCode;

    public Failure(int exitCode, String message) {
        this(exitCode, message, null);
    }

    public Failure(int exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    /** Wrong arguments or settings. */
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    /** One of the numbers of {@link ExitCode}. */
    public int exitCode() {
        return exitCode;
    }
}
