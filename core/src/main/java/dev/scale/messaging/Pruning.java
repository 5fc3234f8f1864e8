package dev.scale.messaging;

import dev.scale.messaging.store.Inbox;
import dev.scale.messaging.store.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Forgets ended tries that are older than the inbox's memory: a few at a time, so that nobody waits for it. */
final class Pruning implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration BETWEEN_RUNS = Duration.ofMinutes(10);
    private static final Duration BETWEEN_PARTS = Duration.ofMillis(50);
    private static final int MOST_ROWS = 1_000;

    private final Transactions transactions;
    private final Duration memory;
    private final StopSignal stop;

    Pruning(Transactions transactions, Duration memory, StopSignal stop) {
        this.transactions = transactions;
        this.memory = memory;
        this.stop = stop;
    }

    @Override
    public void run() {
        try {
            while (!stop.isSet()) {
                prune();
                stop.await(BETWEEN_RUNS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void prune() throws InterruptedException {
        try {
            while (!stop.isSet() && pruneSome() == MOST_ROWS) {
                stop.await(BETWEEN_PARTS);
            }
        } catch (SQLException | RuntimeException e) {
            // An outage is told by those who wait for it; what is left is forgotten next time.
            LOG.debug("the inbox was not pruned", e);
        }
    }

    /** Returns how many were forgotten. */
    int pruneSome() throws SQLException {
        return transactions.run(connection -> Inbox.prune(connection, memory, MOST_ROWS));
    }
}
