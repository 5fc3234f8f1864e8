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

    private int answerSeconds;

    /**
     * @param url may have a {@code connectTimeout}, for the TCP connect and for each answer up to the end of the login, and a
     *     {@code socketTimeout} for those after it
     */
    BoundedLogin(String url, Duration connectLimit) {
        setConnectTimeout((int) connectLimit.toSeconds());
        setUrl(url);
        answerSeconds = getSocketTimeout();
        setSocketTimeout(getConnectTimeout());
    }

    @Override
    public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
        Connection connection = super.getConnection(user, password);
        // By default without limit: migrations may take long, and transactions set limits of their own.
        connection.setNetworkTimeout(Runnable::run, 1_000 * answerSeconds);
        return connection;
    }

    @Override
    public void setLoginTimeout(int seconds) {}
}
