package dev.scale.messaging;

import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What one batch of a group does in one database transaction. For the handling thread only, during the handling only.
 *
 * <p>A command that the handler says nothing about is done. The three other ends may be given a <em>remainder</em>: the
 * body of a command of the same type that holds only what could not be applied, cut from the original JSON; the rest of
 * the command is then done. A command has one end: naming it twice is an error.
 */
public interface UnitOfWork {

    /** The transaction's connection. Commit, rollback, close and autocommit are refused: they are not the handler's. */
    Connection connection();

    /** Gives the command up: it becomes a dead letter with this reason. */
    void reject(Received<?> command, String reason, byte @Nullable [] remainder);

    /**
     * The command failed and is to be tried again.
     *
     * @param delay until the next try; null: the group's backoff
     */
    void retryLater(Received<?> command, @Nullable Duration delay, String reason, byte @Nullable [] remainder);

    /** The command is early: it names something that is not known yet. Tried again without counting as a failure. */
    void notYet(Received<?> command, String reason, byte @Nullable [] remainder);

    default void reject(Received<?> command, String reason) {
        reject(command, reason, null);
    }

    default void retryLater(Received<?> command, String reason) {
        retryLater(command, null, reason, null);
    }

    default void notYet(Received<?> command, String reason) {
        notYet(command, reason, null);
    }
}
