package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Connects within a limit on the calling thread, also to a server that takes connections and never answers. The driver's
 * own login limit would leave a thread with a half-open connection behind, each time.
 */
final class BoundedLogin extends PGSimpleDataSource {

    private static final long serialVersionUID = 1L;

    /** @param limit of the TCP connect, and of each answer up to the end of the login */
    BoundedLogin(Duration limit) {
        setConnectTimeout((int) limit.toSeconds());
        setSocketTimeout((int) limit.toSeconds());
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        // Migrations may take long; transactions set limits of their own.
        connection.setNetworkTimeout(Runnable::run, 0);
        return connection;
    }

    @Override
    public void setLoginTimeout(int seconds) {}
}
