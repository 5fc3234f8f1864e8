package dev.scale.messaging;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** Lets the threads of a worker handle batches side by side, or one of them a suspect while the others handle nothing. */
final class Solitude {

    private static final Duration LOOK_UP = Duration.ofMillis(100);

    private final Steps steps;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    /** @param steps told while a thread waits for another one, which goes on or does not itself */
    Solitude(Steps steps) {
        this.steps = steps;
    }

    interface Work {
        void run() throws DatabaseOutage, InterruptedException;
    }

    void together(Work work) throws DatabaseOutage, InterruptedException {
        while (!lock.readLock().tryLock(LOOK_UP.toNanos(), TimeUnit.NANOSECONDS)) {
            steps.step();
        }
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
            steps.step();
        }
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }
}
