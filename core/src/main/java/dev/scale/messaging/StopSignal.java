package dev.scale.messaging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells the threads of a worker that it is being closed, and ends their waiting. */
final class StopSignal {

    private final CountDownLatch latch = new CountDownLatch(1);
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private volatile boolean aborting;

    void set() {
        latch.countDown();
        wakes.forEach(Runnable::run);
    }

    /** For those who wait for something else as well: ends their waiting when the signal is set; more than once, perhaps. */
    void whenSet(Runnable wake) {
        wakes.add(wake);
        if (isSet()) {
            wake.run();
        }
    }

    /** From now on work that is not committed is given up, whatever its failure looks like. */
    void abort() {
        aborting = true;
        set();
    }

    boolean isAborting() {
        return aborting;
    }

    boolean isSet() {
        return latch.getCount() == 0;
    }

    /** Waits so long, or until the signal is set. */
    void await(Duration time) throws InterruptedException {
        latch.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
