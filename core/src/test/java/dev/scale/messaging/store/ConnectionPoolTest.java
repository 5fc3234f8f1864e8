package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

class ConnectionPoolTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private static final Duration LIMIT = Duration.ofSeconds(5);

    /** Of those that the pool asks a new connection for. */
    @ParameterizedTest
    @ValueSource(strings = {"setNetworkTimeout", "isReadOnly", "getAutoCommit", "isValid", "getTransactionIsolation"})
    void aFirstConnectionThatIsEndedWhileItIsBeingMadeReadyIsFollowedByAnother(String step) throws SQLException {
        List<Connection> made = new CopyOnWriteArrayList<>();
        DataSource endsTheFirst = new PGSimpleDataSource() {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = source().getConnection();
                made.add(connection);
                return made.size() == 1 ? endedAt(step, connection) : connection;
            }
        };
        try (ConnectionPool pool = ConnectionPool.over(endsTheFirst, "ended", 1, LIMIT, "here")) {
            assertThat(isolation(pool)).isEqualTo("read committed");
        }
    }

    @Test
    void theServersOwnDefaultForTransactionsDoesNotMatter() throws SQLException {
        PGSimpleDataSource strict = source();
        strict.setOptions("-c default_transaction_isolation=serializable");
        try (ConnectionPool pool = ConnectionPool.over(strict, "strict", 1, LIMIT, "here")) {
            assertThat(isolation(pool)).isEqualTo("read committed");
        }
    }

    private static PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        DatabaseUrl url = DatabaseUrl.parse(POSTGRES.server().url());
        source.setUrl(url.jdbcUrl());
        source.setUser(url.user().orElseThrow());
        source.setPassword(url.password().orElseThrow());
        return source;
    }

    /** Closed by the first call of that name, as if the server had ended it just before. */
    private static Connection endedAt(String step, Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                ConnectionPoolTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(step)) {
                        connection.close();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static String isolation(ConnectionPool pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show transaction isolation level")) {
            row.next();
            return row.getString(1);
        }
    }
}
