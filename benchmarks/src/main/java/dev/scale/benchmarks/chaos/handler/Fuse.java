package dev.scale.benchmarks.chaos.handler;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Kills this process by SIGKILL when it reaches a step for the first time. Thread-safe. */
public final class Fuse {

    private final @Nullable Step deadly;

    /**
     * A fuse.
     *
     * @param deadly the step; null: none, the process lives
     */
    public Fuse(@Nullable Step deadly) {
        this.deadly = deadly;
    }

    /** Returns unless this is the deadly step. */
    void reached(Step step) {
        if (step == deadly) {
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
