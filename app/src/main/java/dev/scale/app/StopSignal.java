package dev.scale.app;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether this process has been asked to stop. The first SIGTERM or SIGINT asks; a second one exits at once. SIGHUP, by which
 * services are told to open their log anew, does nothing, since there is no file; only a terminal that goes away asks by it.
 */
public final class StopSignal {

    private final CountDownLatch asked = new CountDownLatch(1);
    private final AtomicBoolean signalled = new AtomicBoolean();

    /** Not asked for yet, and by no signal. */
    public StopSignal() {}

    /** Takes over the signals of this process. */
    public static StopSignal install() {
        StopSignal stop = new StopSignal();
        stop.handle("TERM", 143);
        stop.handle("INT", 130);
        if (Boolean.getBoolean("scale.terminal")) {
            stop.handle("HUP", 129);
        } else {
            Signals.handle("HUP", () -> {});
        }
        return stop;
    }

    /** As by a signal, but the next signal is still the first. */
    void ask() {
        asked.countDown();
    }

    boolean asked() {
        return asked.getCount() == 0;
    }

    /** Waits for the signal at most so long; true when it came. */
    boolean within(Duration wait) throws InterruptedException {
        return asked.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    void await() throws InterruptedException {
        asked.await();
    }

    private void handle(String name, int secondExitCode) {
        Signals.handle(name, () -> {
            if (signalled.getAndSet(true)) {
                Runtime.getRuntime().halt(secondExitCode);
            }
            ask();
        });
    }
}
