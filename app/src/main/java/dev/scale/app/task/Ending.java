package dev.scale.app.task;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a task's command ended.
 *
 * @param exitCode the command's, 128 and more for a signal
 * @param timedOut whether it was ended because it ran too long
 * @param started null where that is not known here
 * @param message what it complained about last; may be empty
 */
record Ending(int exitCode, boolean timedOut, @Nullable Instant started, Instant ended, String message) {

    private static final int SIGNALED = 128;
    private static final int LAST_SIGNAL = 64;

    boolean completed() {
        return exitCode == 0 && !timedOut;
    }

    /** The name of the error where no table says another: {@code timeout}, {@code signal-9}, {@code exit-3}. */
    String error() {
        return timedOut ? "timeout" : error(exitCode);
    }

    static String error(int exitCode) {
        boolean signaled = exitCode > SIGNALED && exitCode <= SIGNALED + LAST_SIGNAL;
        return signaled ? "signal-" + (exitCode - SIGNALED) : "exit-" + exitCode;
    }
}
