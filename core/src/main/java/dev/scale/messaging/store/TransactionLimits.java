package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Limits of the current transaction only, so that they are right behind a pooler too; one round trip. Beside the server's own
 * limits there is one of ours, for a server or a network that has fallen silent: any answer is waited for a little longer
 * than a statement may last, then the connection is given up. A pool should reset it ({@code setNetworkTimeout}), as HikariCP
 * does.
 */
public final class TransactionLimits {

    private static final String SET = "select set_config('statement_timeout', ?, true),"
            + " set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)";

    private static final Duration ANSWER_MARGIN = Duration.ofSeconds(10);

    private TransactionLimits() {}

    /** Sets how long one statement, one wait for a lock and one pause between statements may last. */
    public static void set(Connection connection, Duration statement, Duration lock, Duration idle)
            throws SQLException {
        connection.setNetworkTimeout(
                Runnable::run, (int) statement.plus(ANSWER_MARGIN).toMillis());
        try (PreparedStatement set = connection.prepareStatement(SET)) {
            set.setString(1, statement.toMillis() + "ms");
            set.setString(2, lock.toMillis() + "ms");
            set.setString(3, idle.toMillis() + "ms");
            set.execute();
        }
    }
}
