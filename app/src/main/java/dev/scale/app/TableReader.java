package dev.scale.app;

import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.TransactionLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** The tables in the database of the settings, for a command of a person: one connection, and one line where they do not serve. */
public final class TableReader implements AutoCloseable {

    private static final TransactionLimits LIMITS =
            new TransactionLimits(Duration.ofMinutes(2), Duration.ofSeconds(10), Duration.ofMinutes(2));

    /** No such table, column, schema. */
    private static final Set<String> OTHER_TABLES = Set.of("42P01", "42703", "3F000");

    private final Database database;

    private TableReader(Database database) {
        this.database = database;
    }

    /** What happens in one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does it.
         *
         * @param now by the database's clock
         */
        T in(Connection connection, Instant now) throws SQLException;
    }

    /** Connects once, so that what is in the way is told at once. */
    public static TableReader open(Configuration configuration, String applicationName) throws SQLException {
        Database database = configuration.openDatabase(1, applicationName);
        try {
            database.check();
            return new TableReader(database);
        } catch (SQLException | RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Where the database is, for people. */
    public String place() {
        return database.place();
    }

    /** Reads in a transaction that cannot write. */
    public <T> T read(Work<T> work) throws SQLException {
        return run(connection -> connection.setReadOnly(true), work);
    }

    /** Reads and writes. */
    public <T> T write(Work<T> work) throws SQLException {
        return run(connection -> {}, work);
    }

    private interface Preparation {
        void of(Connection connection) throws SQLException;
    }

    private <T> T run(Preparation preparation, Work<T> work) throws SQLException {
        try {
            return database.run(connection -> {
                preparation.of(connection);
                return work.in(connection, LIMITS.set(connection).now());
            });
        } catch (SQLException e) {
            if (e.getSQLState() != null && OTHER_TABLES.contains(e.getSQLState())) {
                throw new Failure(
                        ExitCode.FAILED,
                        "the tables at " + database.place()
                                + " are missing or older than this program; `scale migrate` makes" + " them",
                        e);
            }
            throw e;
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
