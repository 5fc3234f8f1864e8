package dev.scale.messaging;

import dev.scale.messaging.store.WorkerActivity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the other processes that this one lives, until it ends, and that it ends in good order when it does. Learns with
 * each sign of life whether operators want it to pause.
 */
final class Heartbeat implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration FAREWELL = Duration.ofSeconds(3);
    private static final Duration BETWEEN_PRUNINGS = Duration.ofHours(1);

    private final Marks marks;
    private final Supplier<WorkerActivity> activity;
    private final Gate gate;
    private final Thread thread = new Thread(this, "scale-heartbeat");
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean inGoodOrder;
    private long nextPruning = System.nanoTime();

    Heartbeat(Marks marks, Supplier<WorkerActivity> activity, Gate gate) {
        this.marks = marks;
        this.activity = activity;
        this.gate = gate;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** @param goodOrder whether nothing is in work any more */
    void end(boolean goodOrder) {
        inGoodOrder = goodOrder;
        ending.countDown();
        try {
            thread.join(FAREWELL.toMillis());
            if (thread.isAlive()) {
                // The database is away; without a farewell it will look like a crash, which alone convicts nobody.
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        try {
            do {
                attempt(this::beat);
            } while (!ending.await(marks.pulse().beat().toMillis(), TimeUnit.MILLISECONDS));
            if (inGoodOrder) {
                attempt(marks::end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() throws SQLException {
        obey(marks.beat(activity.get()));
        if (System.nanoTime() - nextPruning >= 0) {
            marks.prune();
            nextPruning = System.nanoTime() + BETWEEN_PRUNINGS.toNanos();
        }
    }

    private void obey(boolean pause) {
        if (pause && gate.close(Gate.Keeper.OPERATOR)) {
            LOG.warn("paused by an operator: nothing is received until an operator resumes it");
        } else if (!pause && gate.open(Gate.Keeper.OPERATOR)) {
            LOG.info("resumed by an operator");
        }
    }

    private interface Step {
        void run() throws SQLException;
    }

    private static void attempt(Step step) {
        try {
            step.run();
        } catch (OutOfMemoryError e) {
            Halt.outOfMemory();
        } catch (SQLException | RuntimeException | Error e) {
            // The database is away, which those who need it report.
            LOG.debug("no sign of life could be given", e);
        }
    }
}
