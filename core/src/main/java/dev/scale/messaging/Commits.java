package dev.scale.messaging;

import dev.scale.messaging.store.Probe;
import dev.scale.messaging.store.SqlFailure;
import dev.scale.messaging.store.Transactions;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Runs a transaction until it is committed, or it is clear what stands in its way. An outage needs two witnesses: the
 * failure, by its SQLSTATE, and a {@link Probe} that fails as well.
 */
final class Commits {

    /** So often a failure that looks like an outage is contradicted by the probe before the transaction is to blame. */
    static final int CONTRADICTIONS = 3;

    private static final int MOST_CONFLICTS = 5;
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final Transactions transactions;
    private final StopSignal stop;

    Commits(Transactions transactions, StopSignal stop) {
        this.transactions = transactions;
        this.stop = stop;
    }

    /** Why a transaction is not committed, although the database is well. */
    static final class Uncommitted extends Exception {

        private final SqlFailure kind;
        private final Throwable failure;
        private final boolean inHandler;

        Uncommitted(SqlFailure kind, Throwable failure, boolean inHandler) {
            super(failure);
            this.kind = kind;
            this.failure = failure;
            this.inHandler = inHandler;
        }

        SqlFailure kind() {
            return kind;
        }

        Throwable failure() {
            return failure;
        }

        boolean inHandler() {
            return inHandler;
        }
    }

    /**
     * Returns when the work is committed.
     *
     * @param contradictions how often the work may look like an outage while the database is well
     */
    <T> T run(Transactions.Work<T> work, int contradictions) throws DatabaseOutage, Uncommitted, InterruptedException {
        Map<SqlFailure, Integer> seen = new EnumMap<>(SqlFailure.class);
        while (true) {
            try {
                return transactions.run(work);
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (Throwable e) {
                // Whatever it is (a framework's transactions throw what they like), it has to end somewhere.
                Throwable failure = e instanceof HandlerFailure thrown ? thrown.thrown() : e;
                if (stop.isAborting()) {
                    throw new InterruptedException("the worker is being closed");
                }
                if (failure instanceof Unavailable unavailable) {
                    throw unavailable;
                }
                SqlFailure kind = kindOf(failure);
                if (kind == SqlFailure.OUTAGE) {
                    requireWell(failure);
                }
                int times = seen.merge(kind, 1, Integer::sum);
                if (times >= most(kind, contradictions)) {
                    throw new Uncommitted(kind, failure, e instanceof HandlerFailure);
                }
                pause(times);
            }
        }
    }

    /** A handler that waits for a silent database comes to its limit, too. */
    private static SqlFailure kindOf(Throwable failure) {
        boolean outage =
                failure instanceof HandlerOvertime overtime && SqlFailure.of(overtime.end()) == SqlFailure.OUTAGE;
        return outage ? SqlFailure.OUTAGE : SqlFailure.of(failure);
    }

    /** Hears the second witness. */
    void requireWell(Throwable failure) throws DatabaseOutage {
        try {
            Probe.run(transactions);
        } catch (Exception second) {
            second.addSuppressed(failure);
            throw new DatabaseOutage(second);
        }
    }

    private static int most(SqlFailure kind, int contradictions) {
        return switch (kind) {
            case OUTAGE -> contradictions;
            case CONFLICT, STALE_PLAN -> MOST_CONFLICTS;
            case LOCKED, OWN -> 1;
        };
    }

    private void pause(int times) throws InterruptedException {
        long most = PAUSE.toMillis() * times;
        stop.await(Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1)));
    }
}
