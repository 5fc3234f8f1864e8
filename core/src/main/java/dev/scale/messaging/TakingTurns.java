package dev.scale.messaging;

import dev.scale.messaging.store.Transactions;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Transactions that take turns, in the order in which they were asked for: however many threads use it, they hold one
 * connection at most. On a network that swallows everything each of them would keep one until its limit, and leave none to
 * those who handle commands. Thread-safe.
 */
final class TakingTurns implements Transactions {

    private final Transactions transactions;
    private final Lock turn = new ReentrantLock(true);

    TakingTurns(Transactions transactions) {
        this.transactions = transactions;
    }

    @Override
    public <T> T run(Work<T> work) throws SQLException {
        turn.lock();
        try {
            return transactions.run(work);
        } finally {
            turn.unlock();
        }
    }
}
