package dev.scale.messaging.store;

import com.zaxxer.hikari.pool.ProxyConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.postgresql.jdbc.PgConnection;

/** One pool of connections to PostgreSQL, of a fixed greatest size. Thread-safe. */
public final class Database implements Transactions, AutoCloseable {

    /** Kept, since a level is lost with its logger: the driver logs URLs that it cannot read, secrets included. */
    private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

    static {
        DRIVER_LOG.setLevel(Level.OFF);
    }

    private static final int MOST_CAUSES = 50;
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

    /** Of transactions that set no {@link TransactionLimits}. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(15);

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
        BoundedLogin driver;
        try {
            driver = new BoundedLogin(url.jdbcUrl(), CONNECT_LIMIT);
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
        ConnectionSource source = new ConnectionSource(driver, url, password);

        Duration limit = Duration.ofSeconds(driver.getConnectTimeout());
        ConnectionPool pool = ConnectionPool.over(source, applicationName, connections, limit, url.place());
        return new Database(pool, source, url);
    }

    /** A connection with autocommit on; close gives it back to the pool. */
    public Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Connects once beside the pool and closes: tells at once what the pool would try again until its limit. */
    public void check() throws SQLException {
        source.getConnection().close();
    }

    /** {@inheritDoc} Any answer is waited for 15 s at most, unless {@link TransactionLimits} say otherwise. */
    @Override
    public <T> T run(Work<T> work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return run(work, connection);
        }
    }

    /**
     * {@inheritDoc}
     *
     * <p>It takes the place of one of the pool's, so that the greatest size holds. The pool's own are replaced afterwards, also
     * when the work is done: what was in their way may be of their sessions alone, such as a setting that has changed since.
     */
    @Override
    public <T> T runFresh(Work<T> work) throws SQLException {
        try {
            Connection place = pool.getConnection();
            try {
                place.unwrap(PgConnection.class).close();
                try (Connection connection = source.getConnection()) {
                    return run(work, connection);
                }
            } finally {
                pool.evictConnection(place);
            }
        } finally {
            pool.getHikariPoolMXBean().softEvictConnections();
        }
    }

    private <T> T run(Work<T> work, Connection connection) throws SQLException {
        connection.setNetworkTimeout(Runnable::run, (int) ANSWER_LIMIT.toMillis());
        connection.setAutoCommit(false);
        boolean committed = false;
        try {
            T result = work.in(connection);
            connection.commit();
            committed = true;
            return result;
        } catch (RuntimeException | Error e) {
            if (isBroken(e)) {
                evict(connection);
            }
            throw e;
        } finally {
            if (!committed) {
                rollBack(connection);
            }
        }
    }

    /** Where the stack overflowed within the driver, it may have lost its place among the server's answers. */
    private static boolean isBroken(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; depth < MOST_CAUSES && cause != null; depth++) {
            if (cause instanceof VirtualMachineError) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The failure that made us roll back is the one to report; a connection that cannot even roll back is not for reuse. */
    private void rollBack(Connection connection) {
        try {
            if (!connection.isClosed()) {
                connection.rollback();
            }
        } catch (SQLException e) {
            evict(connection);
        }
    }

    private void evict(Connection connection) {
        if (connection instanceof ProxyConnection pooled) {
            pool.evictConnection(pooled);
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
