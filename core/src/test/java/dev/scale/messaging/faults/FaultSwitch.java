package dev.scale.messaging.faults;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Holds the present fault, and wakes those that wait because of it when it changes. Thread-safe. */
final class FaultSwitch {

    private Fault fault = new Fault.None();

    synchronized Fault present() {
        return fault;
    }

    synchronized void set(Fault next) {
        fault = next;
        notifyAll();
    }

    /** Waits, no longer than this very fault lasts. */
    synchronized void waitWhile(Fault seen, Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); fault == seen && left > 0; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }
}
