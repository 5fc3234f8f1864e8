package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Durations;
import dev.scale.messaging.store.TransactionLimits;
import dev.scale.messaging.store.Transactions;
import dev.scale.messaging.store.WorkerActivity;
import java.time.Duration;
import java.time.InstantSource;
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

    /** Longer than any broker's publish limit should be; rows of a relay that was killed are due again after it. */
    private static final Duration RELAY_LEASE = Duration.ofMinutes(1);

    /** What a step may last beside a handler: more than any limit of connecting, publishing or waiting for an answer. */
    private static final Duration LONGEST_OTHER_STEP = Duration.ofMinutes(2);

    private final WorkerControl control;
    private final WorkerOptions options;
    private final Heartbeat heartbeat;
    private final HandlerWatch watch;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> consuming;
    private volatile boolean started;

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
        this(broker, new Marks(transactions, ThisProcess.handling(queue), Pulse.DEFAULTS), handlers, options, listener);
    }

    /** The same with another pulse; the marks name queue and transactions. */
    Worker(Broker broker, Marks marks, Handlers handlers, WorkerOptions options, WorkerListener listener) {
        this.options = options;
        Transactions transactions = marks.transactions();
        control = new WorkerControl(marks);
        RecentLatencies latencies = new RecentLatencies(listener, System::nanoTime);
        Throughput throughput = new Throughput(options.threads(), latencies, System::nanoTime);
        InHand inHand = control.inHand();
        TypeTally tally = new TypeTally(type -> handlers.find(type).isPresent(), System::nanoTime);
        heartbeat = new Heartbeat(
                marks,
                () -> new WorkerActivity(
                        throughput.load(),
                        tally.news(),
                        inHand.count(),
                        inHand.age(),
                        latencies.latencies(),
                        control.gate().isClosedAndEmpty(),
                        control.gate().isClosedBy(Gate.Keeper.OPERATOR)),
                control.gate());
        watch = new HandlerWatch(options.handleLimit(), System::nanoTime, Halt::now);
        GroupTransaction transaction = new GroupTransaction(
                TransactionLimits.ofHandler(options.handleLimit()),
                options.tries(),
                new Ends(marks.queue()),
                marks,
                options.tracing(),
                control.stop());
        Commits commits = new Commits(control.steps().over(transactions), control.stop());
        GroupHandling groups = new GroupHandling(commits, transaction);
        PausableGroups pausable = new PausableGroups(groups, InstantSource.system());
        DatabasePatience patience = new DatabasePatience(transactions, control);
        // Upkeep takes turns; only the heartbeat waits for nobody, since its silence would be taken for death.
        Transactions upkeep = new TakingTurns(transactions);
        RelayThread relay =
                new RelayThread(new Relay(broker, marks.queue(), upkeep, RELAY_LEASE), RelayThread.POLL, control);
        Settlement settlement = new Settlement(
                throughput,
                tally,
                relay::wake,
                control.deadLetters(),
                new UnknownTypes(options.tries().earlyLimit()));
        BatchHandling handling = new BatchHandling(
                broker.destination(),
                control.steps().over(watch.over(handlers.with(Canary.handlers()))),
                options,
                pausable,
                patience,
                settlement);
        for (int i = 1; i <= options.threads(); i++) {
            Runnable thread = new WorkerThread(broker, options.batchSize(), handling, patience, control, listener);
            addThread(thread, "scale-worker-" + i);
        }
        consuming = List.copyOf(threads);
        addThread(relay, "scale-relay");
        if (options.canaries()) {
            addThread(new CanaryThread(broker, marks.worker(), upkeep, control), "scale-canary");
        }
        Retention retention = new Retention(options.retention(), options.tries().memory());
        addThread(new Pruning(upkeep, retention, handlers.pruning(), control.stop()), "scale-pruning");
    }

    private void addThread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler((ended, failure) -> {
            if (failure instanceof OutOfMemoryError) {
                Halt.outOfMemory();
            }
            LOG.error("the thread {} has ended and is missing until the worker is started anew", name, failure);
        });
        threads.add(thread);
    }

    /** Starts the consuming threads; returns at once, also when broker or database are away. Once only. */
    public void start() {
        watch.start();
        heartbeat.start();
        threads.forEach(Thread::start);
        started = true;
    }

    /** Whether it can work at this moment; asks nobody. */
    public Readiness readiness() {
        return new Readiness(
                control.receivers().get() > 0,
                !control.gate().isOpen(),
                control.marks().accepted());
    }

    /**
     * Whether its consuming threads go on; asks nobody. An outage is no reason why they would not, nor is a pause: where they do not,
     * nothing helps but to start the process again. A thread goes on as long as none of its steps lasts longer than
     * {@link HandlerWatch} lets a handler, and two minutes. One that is not started or is being closed is live.
     */
    public boolean live() {
        return liveAt(System.nanoTime());
    }

    boolean liveAt(long nanos) {
        if (!started || control.stop().isSet()) {
            return true;
        }
        return consuming.stream().allMatch(Thread::isAlive) && control.steps().within(longestStep(), nanos);
    }

    Duration longestStep() {
        return watch.longest().plus(LONGEST_OTHER_STEP);
    }

    /** Stops to receive and gives back what is unsettled; returns when nothing is in work, at the latest after the drain limit. */
    public void pause() {
        control.gate().close(Gate.Keeper.PROGRAM);
        try {
            if (!control.gate().awaitEmpty(options.drainLimit())) {
                LOG.warn("a batch is still in work {} after the pause was asked for", drainLimit());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Receives again after a pause, unless an operator has paused it too. */
    public void resume() {
        control.gate().open(Gate.Keeper.PROGRAM);
    }

    /**
     * Finishes the batches in work, gives back the rest and ends the threads. A batch that outlasts the drain limit is
     * interrupted; it comes again. Idempotent.
     */
    @Override
    public void close() {
        control.stop().set();
        boolean ended = join(options.drainLimit());
        if (!ended) {
            LOG.warn("a batch is still in work after {}; it is interrupted and will come again", drainLimit());
            control.stop().abort();
            threads.forEach(Thread::interrupt);
            ended = join(Duration.ofSeconds(5));
        }
        control.deadLetters().tell();
        watch.end();
        heartbeat.end(ended);
    }

    private String drainLimit() {
        return Durations.words(options.drainLimit());
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
