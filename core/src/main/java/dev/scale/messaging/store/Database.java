package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.SQLException;

/** One pool of connections to PostgreSQL, of a fixed greatest size. */
public final class Database implements Transactions, AutoCloseable {

    /**
     * Opens the pool without connecting.
     *
     * @param connections most connections ever open at once
     * @param applicationName shown in {@code pg_stat_activity}
     */
    public static Database open(DatabaseUrl url, int connections, String applicationName) {
        throw new UnsupportedOperationException();
    }

    /** A connection with autocommit on; close gives it back. */
    public Connection connection() throws SQLException {
        throw new UnsupportedOperationException();
    }

    @Override
    public <T> T run(Work<T> work) throws SQLException {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
