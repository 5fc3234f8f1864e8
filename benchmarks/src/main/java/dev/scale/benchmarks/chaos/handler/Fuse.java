package dev.scale.benchmarks.chaos.handler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sends this process a signal when it reaches a step for the first time. Thread-safe. */
public final class Fuse {

    /** The signal that no process survives. */
    public static final String KILL = "KILL";

    private final @Nullable Step deadly;
    private final String signal;
    private final AtomicBoolean blown = new AtomicBoolean();

    /**
     * A fuse.
     *
     * @param deadly the step; null: none, the process lives
     * @param signal its name
     */
    public Fuse(@Nullable Step deadly, String signal) {
        this.deadly = deadly;
        this.signal = signal;
    }

    /** Returns unless this is the deadly step and the signal kills: then this thread must not go a step further. */
    void reached(Step step) {
        if (step != deadly || !(blown.compareAndSet(false, true) || signal.equals(KILL))) {
            return;
        }
        long pid = ProcessHandle.current().pid();
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send process " + pid + " a signal", e);
        }
        while (signal.equals(KILL)) {
            LockSupport.park();
        }
    }
}
