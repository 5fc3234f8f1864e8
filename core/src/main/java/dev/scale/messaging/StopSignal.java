package dev.scale.messaging;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Tells the threads of a worker that it is being closed, and ends their waiting. */
final class StopSignal {

    private final CompletableFuture<Void> set = new CompletableFuture<>();
    private volatile boolean aborting;

    void set() {
        set.complete(null);
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
        return set.isDone();
    }

    /** For those who wait for something else as well: runs when the signal is set; at once where it is. */
    void whenSet(Runnable wake) {
        set.thenRun(wake);
    }

    /** Waits so long, or until the signal is set. */
    void await(Duration time) throws InterruptedException {
        try {
            set.get(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException over) {
            // Not set in this time; it never fails.
        }
    }
}
