package dev.scale.benchmarks.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Signals to a process and all that it has started. */
final class ProcessTree {

    private ProcessTree() {}

    static void kill(long pid) {
        signal("KILL", pid);
    }

    static void freeze(long pid) {
        signal("STOP", pid);
    }

    static void thaw(long pid) {
        signal("CONT", pid);
    }

    /** In one command, the parent first, so that it starts no others in between. What is gone by then is left out. */
    private static void signal(String name, long pid) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name, Long.toString(pid)));
        ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .forEach(child -> command.add(Long.toString(child.pid())));
        try {
            new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot send signals", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
