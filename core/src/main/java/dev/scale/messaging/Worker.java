package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.store.Transactions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands from a queue in batches and gives them to handlers: one database transaction for each group of a batch,
 * first the commit, then the acknowledgement.
 *
 * <p>Broker or database being away is waited for, at start too. A database connection is held by each thread while it
 * handles a batch, and at no other time.
 */
public final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final WorkerControl control = new WorkerControl();
    private final WorkerOptions options;
    private final List<Thread> threads = new ArrayList<>();

    /**
     * A worker that is not started; broker and transactions stay the caller's to close.
     *
     * @param queue the queue's name, kept with dead letters
     */
    public Worker(Broker broker, String queue, Transactions transactions, Handlers handlers, WorkerOptions options) {
        this(broker, queue, transactions, handlers, options, WorkerListener.NONE);
    }

    /** The same with a listener. */
    public Worker(
            Broker broker,
            String queue,
            Transactions transactions,
            Handlers handlers,
            WorkerOptions options,
            WorkerListener listener) {
        this.options = options;
        GroupTransaction transaction = new GroupTransaction(options.handleLimit(), new Ends(queue), control.stop());
        GroupHandling groups = new GroupHandling(new Commits(transactions, control.stop()), transaction);
        DatabasePatience patience = new DatabasePatience(transactions, control.stop());
        BatchHandling handling = new BatchHandling(handlers, options, groups, patience, listener);
        for (int i = 1; i <= options.threads(); i++) {
            Runnable thread = new WorkerThread(broker, options.batchSize(), handling, patience, control);
            threads.add(new Thread(thread, "scale-worker-" + i));
        }
    }

    /** Starts the consuming threads; returns at once, also when broker or database are away. Once only. */
    public void start() {
        threads.forEach(Thread::start);
    }

    /** Stops to receive and gives back what is unsettled; returns when nothing is in work, at the latest after the drain limit. */
    public void pause() {
        control.gate().close();
        try {
            if (!control.gate().awaitEmpty(options.drainLimit())) {
                LOG.warn("a batch is still in work {} after the pause was asked for", options.drainLimit());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Receives again after a pause. */
    public void resume() {
        control.gate().open();
    }

    /**
     * Finishes the batches in work, gives back the rest and ends the threads. A batch that outlasts the drain limit is
     * interrupted; it comes again. Idempotent.
     */
    @Override
    public void close() {
        control.stop().set();
        if (!join(options.drainLimit())) {
            LOG.warn("a batch is still in work after {}; it is interrupted and will come again", options.drainLimit());
            control.stop().abort();
            threads.forEach(Thread::interrupt);
            join(Duration.ofSeconds(5));
        }
    }

    private boolean join(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        try {
            for (Thread thread : threads) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                thread.join(Math.max(1, left));
                if (thread.isAlive()) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
