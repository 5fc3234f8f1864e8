package dev.scale.messaging;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What one batch of a group does in one database transaction. For the handling thread only, during the handling only.
 *
 * <p>A command that the handler says nothing about is done. The three other ends may be given a <em>remainder</em>: the
 * body of a command of the same type that holds only what could not be applied, cut from the original JSON; the rest of
 * the command is then done. A command has one end; only where it has remainders, one part may be given up beside another
 * that comes later.
 *
 * <p>Follow-ups are commands that become part of the transaction: they are sent if and only if it commits, to the same
 * queue. A crash may send one twice under the same id.
 */
public interface UnitOfWork {

    /** The transaction's connection. Commit, rollback, close and autocommit are refused: they are not the handler's. */
    Connection connection();

    /** Sends a follow-up under a new id. Refused where a command is handled without the inbox: its redelivery would send another. */
    <F> void send(CommandType<F> type, F body);

    /**
     * Sends a follow-up under an id that depends on nothing but the change of state that it tells of, see
     * {@link Command#idOf}; then a redelivery sends the same again, which has one effect.
     */
    <F> void send(CommandType<F> type, F body, String id);

    /** The same as {@link #send(CommandType, Object)}, not before a time by the database's clock. */
    <F> void sendAt(CommandType<F> type, F body, Instant due);

    /** The same as {@link #send(CommandType, Object, String)}, not before a time by the database's clock. */
    <F> void sendAt(CommandType<F> type, F body, String id, Instant due);

    /** Gives the command up: it becomes a dead letter with this reason. */
    void reject(Received<?> command, String reason, byte @Nullable [] remainder);

    /**
     * The command failed and is to be tried again, until its group's attempts are used up.
     *
     * @param delay until the next try; null: the group's backoff
     */
    void retryLater(Received<?> command, @Nullable Duration delay, String reason, byte @Nullable [] remainder);

    /**
     * The command is early: it names something that is not known yet, or not free. Tried again without counting as a
     * failure, until the early limit.
     */
    void notYet(Received<?> command, String reason, byte @Nullable [] remainder);

    /**
     * Counts parts of commands that are done though they had nothing to act on any more; listeners and metrics tell how many.
     *
     * @param reason one of a few fixed words, such as {@code job pruned}
     */
    default void withoutEffect(String reason, int parts) {}

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
