package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;

/**
 * Limits of the current transaction only, so that they are right behind a pooler too; one round trip. Beside the server's own
 * there is one of ours, for a server or a network that has fallen silent: any answer is waited for a little longer than a
 * statement may last, then the connection is given up. A pool has to reset that ({@code setNetworkTimeout}), as HikariCP does.
 *
 * @param statement how long one statement may last
 * @param lock how long one wait for a lock may last
 * @param idle how long one pause between statements may last
 */
public record TransactionLimits(Duration statement, Duration lock, Duration idle) {

    /** Of small transactions that wait for nobody. */
    public static final TransactionLimits BRIEF =
            new TransactionLimits(Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(5));

    /** Enough for a batch of ours to commit, and not enough for a stranger to stop a worker. */
    private static final Duration LONGEST_LOCK = Duration.ofSeconds(2);

    private static final Duration HASTY_LOCK = Duration.ofMillis(50);
    private static final Duration LONGEST_MARGIN = Duration.ofSeconds(10);

    /**
     * A transaction with limits.
     *
     * @param now its time, by the database's clock
     * @param awaitsStandby whether its commit waits until a synchronous standby has it
     */
    public record Begun(Instant now, boolean awaitsStandby) {}

    private static final String SET =
            "select now(), current_setting('synchronous_standby_names') <> '', set_config('statement_timeout', ?, true),"
                    + " set_config('lock_timeout', ?, true), set_config('idle_in_transaction_session_timeout', ?, true)";

    private static final String AWAIT_STANDBY = "select pg_logical_emit_message(true, 'scale', '')";

    /** The limits of a transaction that calls a handler. A handler at its limit is interrupted, which it should live to see. */
    public static TransactionLimits ofHandler(Duration limit) {
        return new TransactionLimits(limit, shorter(LONGEST_LOCK, limit.dividedBy(2)), limit.multipliedBy(2));
    }

    /** The same with little patience for locks, where it is known that somebody holds one for long. */
    public TransactionLimits hasty() {
        return new TransactionLimits(statement, shorter(HASTY_LOCK, lock), idle);
    }

    /** Sets them. */
    public Begun set(Connection connection) throws SQLException {
        Duration answer = statement.plus(shorter(LONGEST_MARGIN, statement.dividedBy(2)));
        connection.setNetworkTimeout(Runnable::run, (int) answer.toMillis());
        try (PreparedStatement set = connection.prepareStatement(SET)) {
            set.setString(1, statement.toMillis() + "ms");
            set.setString(2, lock.toMillis() + "ms");
            set.setString(3, idle.toMillis() + "ms");
            try (ResultSet row = set.executeQuery()) {
                row.next();
                return new Begun(row.getObject(1, OffsetDateTime.class).toInstant(), row.getBoolean(2));
            }
        }
    }

    /**
     * To be called last before the commit. A commit that has written nothing, such as that of a mere duplicate, does not wait
     * for the synchronous standby, although that may not have what it repeats, which would then be acknowledged and lost when
     * the standby takes over; so something is written that has no effect.
     *
     * <p>The limit of statements does not hold for a commit's wait: PostgreSQL ends it before. The limit on any answer does:
     * such a commit counts as not done, and the server itself goes on waiting.
     */
    public static void prepareCommit(Connection connection, Begun begun) throws SQLException {
        if (begun.awaitsStandby()) {
            try (PreparedStatement await = connection.prepareStatement(AWAIT_STANDBY)) {
                await.execute();
            }
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
