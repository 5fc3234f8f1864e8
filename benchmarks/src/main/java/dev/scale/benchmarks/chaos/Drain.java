package dev.scale.benchmarks.chaos;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.broker.QueueDepth;
import dev.scale.messaging.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * Waits until everything has ended. Not every broker tells what is in flight: so the handler processes are stopped, which gives
 * back what they hold, and only when the queue is empty then, and the outbox too, has everything ended.
 */
final class Drain {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration LOOK = Duration.ofMillis(200);

    /** Brokers need a moment to count what was given back. */
    private static final int QUIET_LOOKS = 5;

    private static final String WITHOUT_LEASE = "where lease is null";
    private static final String ALL = "";

    private final Broker broker;
    private final Database database;
    private final HandlerProcesses handlers;

    Drain(Broker broker, Database database, HandlerProcesses handlers) {
        this.broker = broker;
        this.database = database;
        this.handlers = handlers;
    }

    /** Returns with the handler processes stopped; false when that took too long. */
    boolean run() throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            while (!staysEmpty(WITHOUT_LEASE) && System.nanoTime() < deadline) {
                Thread.sleep(LOOK.toMillis());
            }
            handlers.close();
            endLeases();
            if (staysEmpty(ALL)) {
                return true;
            }
            if (System.nanoTime() > deadline) {
                return false;
            }
            handlers.start();
        }
    }

    private boolean staysEmpty(String outboxRows) throws SQLException, InterruptedException {
        for (int look = 1; queueIsEmpty() && outboxSize(outboxRows) == 0; look++) {
            if (look == QUIET_LOOKS) {
                return true;
            }
            Thread.sleep(LOOK.toMillis());
        }
        return false;
    }

    /** What a process had that was killed is in flight for a while, where the broker tells of that. */
    private boolean queueIsEmpty() {
        try {
            QueueDepth depth = broker.depth();
            return depth.ready() + depth.inFlight().orElse(0) == 0;
        } catch (BrokerException.Unavailable busy) {
            // On a machine with more work than processors a connection may take too long: it is tried again.
            return false;
        }
    }

    /** With no process left, the leases are those of relays that were killed: nobody needs to wait for their end. */
    private void endLeases() throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement()) {
            statement.execute("update scale.outbox set lease = null, due_at = now() where lease is not null");
        }
    }

    private long outboxSize(String which) throws SQLException {
        try (Connection connection = database.connection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from scale.outbox " + which)) {
            row.next();
            return row.getLong(1);
        }
    }
}
