package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Asks the database whether it is well: writes to the library's own tables on a fresh connection, and rolls that back. The
 * second witness of an outage.
 */
public final class Probe {

    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final TransactionLimits LIMITS = new TransactionLimits(LIMIT, LIMIT.dividedBy(2), LIMIT);

    /** More than free space in a page, so that a full disk is noticed. */
    private static final int BYTES = 128 * 1024;

    private static final String WRITE = "savepoint scale_probe;"
            + " insert into scale.dead_letter (queue) select '' where false;"
            + " insert into scale.outbox (queue) select '' where false;"
            + " insert into scale.inbox (message_id, try, ending, body_sha256) values (?, 1, 'done', ?);"
            + " rollback to savepoint scale_probe";

    private Probe() {}

    /** Returns when the database is well, and throws what is the matter when it is not. */
    public static void run(Transactions transactions) throws SQLException {
        byte[] bytes = new byte[BYTES];
        ThreadLocalRandom.current().nextBytes(bytes);
        transactions.runFresh(connection -> write(connection, bytes));
    }

    private static boolean write(Connection connection, byte[] bytes) throws SQLException {
        LIMITS.set(connection);
        try (PreparedStatement write = connection.prepareStatement(WRITE)) {
            write.setString(1, "probe " + UUID.randomUUID());
            write.setBytes(2, bytes);
            return write.execute();
        }
    }
}
