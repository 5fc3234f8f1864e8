package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.store.Database;

/**
 * Takes commands from a queue in batches and gives them to handlers, one database transaction for each group of a batch.
 */
public final class Worker implements AutoCloseable {

    /** A worker that is not started; broker and database stay the caller's to close. */
    public Worker(Broker broker, Database database, Handlers handlers, WorkerOptions options, WorkerListener listener) {
        throw new UnsupportedOperationException();
    }

    /** Starts the consuming threads; returns at once, also when broker or database are away. */
    public void start() {}

    /** Stops to receive; returns when nothing is in work any more. What is unsettled is given back. */
    public void pause() {}

    /** Receives again after a pause. */
    public void resume() {}

    /** Finishes the batches in work (up to the drain limit), gives back the rest and ends the threads. Idempotent. */
    @Override
    public void close() {}
}
