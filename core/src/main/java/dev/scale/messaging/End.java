package dev.scale.messaging;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a delivery ends, and what is left of its command.
 *
 * @param remainder the body of what was not applied, where the rest was; null: all of it
 * @param delay until the next try, where the handler named one; null: as the rules have it
 * @param beside the part that is given up while another part comes later; null: none
 */
record End(
        Outcome outcome,
        byte @Nullable [] remainder,
        @Nullable Duration delay,
        @Nullable End beside) {

    private static final int MOST_CAUSES = 50;

    static final End DONE = new End(new Outcome.Done());
    static final End DUPLICATE = new End(new Outcome.Duplicate());

    private End(Outcome outcome) {
        this(outcome, null, null, null);
    }

    /** Nobody will ever be able to handle it. */
    static End refused(String reason) {
        return refused(reason, null);
    }

    static End refused(String reason, byte @Nullable [] remainder) {
        return new End(new Outcome.DeadLetter(Outcome.Why.REFUSED, reason), remainder, null, null);
    }

    static End early(String reason) {
        return early(reason, null);
    }

    static End early(String reason, byte @Nullable [] remainder) {
        return later(Outcome.Why.EARLY, reason, null, remainder);
    }

    static End failed(Throwable failure) {
        return failed(describe(failure), null, null);
    }

    static End failed(String reason, @Nullable Duration delay, byte @Nullable [] remainder) {
        return later(Outcome.Why.FAILED, reason, delay, remainder);
    }

    static End putOff(String reason, Duration delay) {
        return later(Outcome.Why.PUT_OFF, reason, delay, null);
    }

    private static End later(Outcome.Why why, String reason, @Nullable Duration delay, byte @Nullable [] remainder) {
        return new End(new Outcome.Later(why, Duration.ZERO, reason), remainder, delay, null);
    }

    End withOutcome(Outcome other) {
        return new End(other, remainder, delay, beside);
    }

    /** This end, with a part that is given up beside it. */
    End with(End givenUp) {
        return new End(outcome, remainder, delay, givenUp);
    }

    boolean isLater() {
        return outcome instanceof Outcome.Later;
    }

    boolean isDeadLetter() {
        return outcome instanceof Outcome.DeadLetter;
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
