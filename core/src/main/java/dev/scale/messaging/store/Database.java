package dev.scale.messaging.store;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One pool of connections to PostgreSQL, of a fixed greatest size. Thread-safe. */
public final class Database implements Transactions, AutoCloseable {

    /** Kept, since a level is lost with its logger: the driver logs URLs that it cannot read, secrets included. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    static {
        DRIVER_LOG.setLevel(Level.OFF);
    }

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

    private final ConnectionPool pool;
    private final ConnectionSource source;
    private final DatabaseUrl url;

    private Database(ConnectionPool pool, ConnectionSource source, DatabaseUrl url) {
        this.pool = pool;
        this.source = source;
        this.url = url;
    }

    /** Opens a pool with the password of the URL, without connecting. */
    public static Database open(DatabaseUrl url, int connections, String applicationName) {
        return open(url, connections, applicationName, url::password);
    }

    /**
     * Opens a pool without connecting.
     *
     * @param connections most connections ever open at once
     * @param applicationName shown in {@code pg_stat_activity}
     * @param password asked at each connect; an {@link java.io.UncheckedIOException} says that it cannot be had just now
     */
    public static Database open(
            DatabaseUrl url, int connections, String applicationName, Supplier<Optional<String>> password) {
        PGSimpleDataSource driver = new PGSimpleDataSource();
        try {
            driver.setUrl(url.jdbcUrl());
        } catch (IllegalArgumentException e) {
            // The driver's own message shows the whole URL, secrets in its options included.
            throw new IllegalArgumentException(
                    "the database URL cannot be used: check host, port, database name and options");
        }
        if (!url.has("ApplicationName")) {
            driver.setApplicationName(applicationName);
        }
        if (!url.has("tcpKeepAlive")) {
            driver.setTcpKeepAlive(true);
        }
        if (!url.has("connectTimeout")) {
            driver.setConnectTimeout((int) CONNECT_LIMIT.toSeconds());
        }
        if (!url.has("loginTimeout")) {
            driver.setLoginTimeout((int) CONNECT_LIMIT.toSeconds());
        }
        ConnectionSource source = new ConnectionSource(driver, url, password);

        HikariConfig config = new HikariConfig();
        config.setDataSource(source);
        config.setPoolName(applicationName);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(CONNECT_LIMIT.toMillis());
        config.setInitializationFailTimeout(-1);
        return new Database(new ConnectionPool(config, url.place()), source, url);
    }

    /** A connection with autocommit on; close gives it back to the pool. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Connects once beside the pool and closes: tells at once what the pool would try again until its limit. */
    public void check() throws SQLException {
        source.getConnection().close();
    }

    @Override
    public <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            boolean committed = false;
            try {
                T result = work.in(connection);
                connection.commit();
                committed = true;
                return result;
            } finally {
                if (!committed) {
                    rollBack(connection);
                }
            }
        }
    }

    /** The failure that made us roll back is the one to report; a connection that cannot even roll back is not for reuse. */
    private void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            pool.evictConnection(connection);
        }
    }

    /** The pool as a framework sees it. */
    DataSource dataSource() {
        return pool;
    }

    /** Where the database is, for people. */
    public String place() {
        return url.place();
    }

    @Override
    public void close() {
        pool.close();
    }
}
