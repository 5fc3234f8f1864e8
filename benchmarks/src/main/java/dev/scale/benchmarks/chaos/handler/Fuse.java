package dev.scale.benchmarks.chaos.handler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Kills this process by SIGKILL when it reaches a step for the n-th time. Thread-safe. */
public final class Fuse {

    private final @Nullable Step deadly;
    private final AtomicInteger left;

    /**
     * A fuse.
     *
     * @param deadly the step; null: none, the process lives
     * @param times how often it is reached, the deadly time included
     */
    public Fuse(@Nullable Step deadly, int times) {
        this.deadly = deadly;
        this.left = new AtomicInteger(times);
    }

    /** Returns unless this is the deadly time. */
    void reached(Step step) {
        if (step == deadly && left.decrementAndGet() <= 0) {
            die();
        }
    }

    /** Never returns: until the signal is there, this thread must not go a step further. */
    private static void die() {
        long pid = ProcessHandle.current().pid();
        try {
            new ProcessBuilder("kill", "-KILL", Long.toString(pid)).start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot kill process " + pid, e);
        }
        while (true) {
            LockSupport.park();
        }
    }
}
