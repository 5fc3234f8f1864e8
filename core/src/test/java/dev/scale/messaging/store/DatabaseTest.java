package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DatabaseTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private static long session(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void aConnectionOnWhichTheStackOverflowedIsNotUsedAgain() throws SQLException {
        try (Database database = POSTGRES.open(1, "overflowing")) {
            AtomicLong overflowed = new AtomicLong();
            assertThatThrownBy(() -> database.run(connection -> {
                        overflowed.set(session(connection));
                        throw new IllegalStateException(new StackOverflowError());
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(database.run(DatabaseTest::session)).isNotEqualTo(overflowed.get());
        }
    }

    @Test
    void aConnectionOnWhichWorkFailedIsRolledBackAndUsedAgain() throws SQLException {
        try (Database database = POSTGRES.open(1, "failing")) {
            AtomicLong failed = new AtomicLong();
            assertThatThrownBy(() -> database.run(connection -> {
                        failed.set(session(connection));
                        throw new IllegalStateException("bad luck");
                    }))
                    .isInstanceOf(IllegalStateException.class);

            assertThat(database.run(DatabaseTest::session)).isEqualTo(failed.get());
        }
    }
}
