package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.SQLException;

/** Runs work in a database transaction; the one method behind which a framework's own transactions can be used. */
@FunctionalInterface
public interface Transactions {

    /**
     * Runs the work on a connection with autocommit off and commits; rolls back and throws on when the work or the commit
     * fails. Never runs the work twice.
     */
    <T> T run(Work<T> work) throws SQLException;

    /**
     * Runs the work in the same way, but on a connection that was opened for it, where the implementation can: what happened
     * to connections before must not show.
     */
    default <T> T runFresh(Work<T> work) throws SQLException {
        return run(work);
    }

    /** What happens in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }
}
