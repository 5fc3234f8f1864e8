package dev.scale.messaging.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import javax.sql.DataSource;

/** A pool that says why it has no connection, instead of only that it waited in vain. */
final class ConnectionPool extends HikariDataSource {

    private static final Duration VALIDATION_LIMIT = Duration.ofSeconds(2);

    private final String place;

    private ConnectionPool(HikariConfig config, String place) {
        super(config);
        this.place = place;
    }

    /**
     * Opens it without connecting.
     *
     * @param connections most connections ever open at once
     * @param limit for waiting until one is free or is made
     * @param place where the database is, for people
     */
    static ConnectionPool over(DataSource source, String name, int connections, Duration limit, String place) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(name);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(limit.toMillis());
        config.setValidationTimeout(VALIDATION_LIMIT.toMillis());
        config.setExceptionOverride(new DeadConnections());
        config.setInitializationFailTimeout(-1);
        // The level that inbox and state machine are written for. Left to HikariCP, it would ask the first connection
        // for the server's default; where that one ends meanwhile it takes "none" for the default, to which no later
        // connection can be set: a pool that stays empty.
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        return new ConnectionPool(config, place);
    }

    @Override
    public Connection getConnection() throws SQLException {
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException e) {
            String message = e.getCause() instanceof SQLException why
                    ? why.getMessage()
                    : "no connection to the database at " + place + " was free or came up within "
                            + getConnectionTimeout() / 1_000 + " s";
            throw new SQLTransientConnectionException(message, e.getSQLState(), e);
        }
    }
}
