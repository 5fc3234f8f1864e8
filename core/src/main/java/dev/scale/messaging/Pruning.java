package dev.scale.messaging;

import dev.scale.messaging.store.Audit;
import dev.scale.messaging.store.DeadLetters;
import dev.scale.messaging.store.Inbox;
import dev.scale.messaging.store.TransactionLimits;
import dev.scale.messaging.store.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Forgets what is older than it has to be kept: ended tries, resolved dead letters, acts of operators, and what modules prune; a few at a time,
 * so that nobody waits for it.
 */
final class Pruning implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration BETWEEN_RUNS = Duration.ofMinutes(10);
    private static final Duration BETWEEN_PARTS = Duration.ofMillis(50);
    private static final int MOST_ROWS = 1_000;
    private static final TransactionLimits LIMITS =
            new TransactionLimits(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(10));

    static final PruningStep INBOX =
            (connection, retention) -> Inbox.prune(connection, retention.memory(), MOST_ROWS) == MOST_ROWS;

    static final PruningStep DEAD_LETTERS =
            (connection, retention) -> retention.finished().isPresent()
                    && DeadLetters.prune(connection, retention.finished().get(), MOST_ROWS) == MOST_ROWS;

    static final PruningStep AUDIT =
            (connection, retention) -> retention.finished().isPresent()
                    && Audit.prune(connection, retention.finished().get(), MOST_ROWS) == MOST_ROWS;

    private final Transactions transactions;
    private final Retention retention;
    private final List<PruningStep> steps;
    private final StopSignal stop;

    /** @param ofModules what is done beside our own tables */
    Pruning(Transactions transactions, Retention retention, List<PruningStep> ofModules, StopSignal stop) {
        this.transactions = transactions;
        this.retention = retention;
        this.stop = stop;
        steps = new ArrayList<>(List.of(INBOX, DEAD_LETTERS, AUDIT));
        steps.addAll(ofModules);
    }

    @Override
    public void run() {
        try {
            while (!stop.isSet()) {
                for (PruningStep step : steps) {
                    prune(step);
                }
                stop.await(BETWEEN_RUNS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void prune(PruningStep step) throws InterruptedException {
        try {
            while (!stop.isSet() && once(step)) {
                stop.await(BETWEEN_PARTS);
            }
        } catch (SQLException | RuntimeException e) {
            // An outage is told by those who wait for it; what is left is forgotten next time.
            LOG.debug("not everything was pruned", e);
        }
    }

    /** Returns whether there may be more. */
    boolean once(PruningStep step) throws SQLException {
        return transactions.run(connection -> {
            LIMITS.set(connection);
            return step.prune(connection, retention);
        });
    }
}
