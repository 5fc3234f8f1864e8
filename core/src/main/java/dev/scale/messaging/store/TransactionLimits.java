package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Limits of the current transaction only, so that they are right behind a pooler too; one round trip. */
public final class TransactionLimits {

    private static final String SET = "select now(), set_config('statement_timeout', ?, true),"
            + " set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)";

    private TransactionLimits() {}

    /**
     * Sets how long one statement, one wait for a lock and one pause between statements may last.
     *
     * @return the time of the transaction, by the database's clock
     */
    public static Instant set(Connection connection, Duration statement, Duration lock, Duration idle)
            throws SQLException {
        try (PreparedStatement set = connection.prepareStatement(SET)) {
            set.setString(1, statement.toMillis() + "ms");
            set.setString(2, lock.toMillis() + "ms");
            set.setString(3, idle.toMillis() + "ms");
            try (ResultSet row = set.executeQuery()) {
                row.next();
                return row.getObject(1, OffsetDateTime.class).toInstant();
            }
        }
    }
}
