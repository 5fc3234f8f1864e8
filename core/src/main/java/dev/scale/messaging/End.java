package dev.scale.messaging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery ends, and what is left of its command.
 *
 * @param remainder the body of what was not applied, where the rest was; null: all of it
 */
record End(Outcome outcome, byte @Nullable [] remainder) {

    private static final int MOST_CAUSES = 50;

    static final End DONE = new End(new Outcome.Done(), null);
    static final End DUPLICATE = new End(new Outcome.Duplicate(), null);

    static End deadLetter(String reason) {
        return new End(new Outcome.DeadLetter(reason), null);
    }

    static End early(String reason) {
        return new End(new Outcome.Later(false, Duration.ZERO, reason), null);
    }

    static End failed(Throwable failure) {
        return new End(new Outcome.Later(true, Duration.ZERO, describe(failure)), null);
    }

    /** The failure and its first cause that says something else; never a stack trace. */
    private static String describe(Throwable failure) {
        Throwable cause = failure;
        // Causes may go round in a circle.
        for (int depth = 0; depth < MOST_CAUSES && cause.getCause() != null; depth++) {
            cause = cause.getCause();
        }
        return cause == failure ? text(failure) : text(failure) + "; caused by " + text(cause);
    }

    private static String text(Throwable failure) {
        try {
            return failure.toString();
        } catch (RuntimeException e) {
            return failure.getClass().getName();
        }
    }
}
