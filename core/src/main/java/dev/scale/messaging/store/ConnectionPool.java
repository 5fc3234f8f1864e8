package dev.scale.messaging.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

/** A pool that says why it has no connection, instead of only that it waited in vain. */
final class ConnectionPool extends HikariDataSource {

    private final String place;

    ConnectionPool(HikariConfig config, String place) {
        super(config);
        this.place = place;
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
