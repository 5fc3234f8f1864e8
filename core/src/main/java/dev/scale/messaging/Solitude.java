package dev.scale.messaging;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets the threads of a worker handle batches side by side, or one of them a suspect while the others handle nothing. */
final class Solitude {

    private static final Duration LOOK_UP = Duration.ofMillis(100);

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    interface Work {
        void run() throws DatabaseOutage, InterruptedException;
    }

    void together(Work work) throws DatabaseOutage, InterruptedException {
        lock.readLock().lockInterruptibly();
        try {
            work.run();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs the work once nothing else is; not at all where the worker is closed first. */
    void alone(Work work, StopSignal stop) throws DatabaseOutage, InterruptedException {
        while (!lock.writeLock().tryLock(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS)) {
            if (stop.isSet()) {
                return;
            }
        }
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
