package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import dev.scale.messaging.store.Probe;
import dev.scale.messaging.store.Transactions;
import java.time.Duration;
import java.util.List;

/**
 * Bridges an unavailable database: for a while the batch in hand is tried again in place, then it is given back and nothing
 * is received until a {@link Probe} succeeds. What another process has claimed is tried again in place too.
 */
final class DatabasePatience {

    private static final Duration IN_PLACE = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final StopSignal stop;
    private final Availability database;
    private final Steps steps;

    DatabasePatience(Transactions transactions, WorkerControl control) {
        this.transactions = transactions;
        stop = control.stop();
        database = control.database();
        steps = control.steps();
    }

    interface Attempt<T> {
        T run() throws DatabaseOutage, InterruptedException;
    }

    /** Runs an attempt again and again while the database is away and its deliveries are worth holding. */
    <T> T with(Attempt<T> attempt, Subscription subscription, List<Delivery> held)
            throws DatabaseOutage, InterruptedException {
        Backoff backoff = new Backoff();
        long deadline = System.nanoTime() + IN_PLACE.toNanos();
        while (true) {
            steps.step();
            try {
                T result = attempt.run();
                database.back();
                return result;
            } catch (DatabaseOutage e) {
                note(e);
                if (stop.isSet() || System.nanoTime() > deadline) {
                    throw e;
                }
                keep(subscription, held);
                stop.await(backoff.next());
            } catch (RuntimeException e) {
                database.back();
                throw e;
            }
        }
    }

    private void keep(Subscription subscription, List<Delivery> held) {
        try {
            subscription.keep(held);
        } catch (RuntimeException e) {
            // What was held is gone, and with it the need for the database.
            database.back();
            throw e;
        }
    }

    private void note(DatabaseOutage outage) {
        if (outage instanceof ClaimedElsewhere) {
            database.back();
        } else {
            database.lost(outage);
        }
    }

    /** Returns when the database is well, or the worker is closed. */
    void awaitDatabase() throws InterruptedException {
        Backoff backoff = new Backoff();
        while (!stop.isSet()) {
            steps.step();
            try {
                Probe.run(transactions);
                database.back();
                return;
            } catch (Exception e) {
                database.lost(e);
                stop.await(backoff.next());
            }
        }
    }
}
