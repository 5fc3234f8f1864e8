package dev.scale.app.task;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A task's command as a child process. It has our standard input and output; its standard error is passed on as it comes,
 * and the end of it kept.
 */
final class Child {

    /** How long its standard error may still come when it has ended: processes that it leaves behind may hold it open. */
    private static final long LAST_WORDS_MILLIS = 500;

    private final Process process;
    private final StderrTail tail = new StderrTail();
    private final Thread pump;

    /** How it ended: its exit code, 128 and more for a signal; and whether we ended it. */
    record Ended(int exitCode, boolean timedOut) {}

    private Child(Process process, OutputStream err) {
        this.process = process;
        this.pump = new Thread(() -> pump(err), "scale-task-stderr");
        pump.setDaemon(true);
        pump.start();
    }

    /** Starts it; an IOException where the system cannot. */
    static Child start(List<String> command, Consumer<Map<String, String>> environment, OutputStream err)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT);
        environment.accept(builder.environment());
        return new Child(builder.start(), err);
    }

    /**
     * Waits for its end. When the limit has passed, it and the processes that it has started get SIGTERM, and those of them
     * that are not gone after the grace SIGKILL.
     */
    Ended await(Optional<Duration> limit, Duration grace) throws InterruptedException {
        boolean timedOut = false;
        if (limit.isPresent() && !process.waitFor(limit.get().toMillis(), TimeUnit.MILLISECONDS)) {
            timedOut = true;
            end(grace);
        }
        int exitCode = process.waitFor();
        pump.join(LAST_WORDS_MILLIS);
        return new Ended(exitCode, timedOut);
    }

    private void end(Duration grace) throws InterruptedException {
        List<ProcessHandle> family = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        family.forEach(ProcessHandle::destroy);
        long end = System.nanoTime() + grace.toNanos();
        for (ProcessHandle member : family) {
            while (member.isAlive() && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
        }
        family.forEach(ProcessHandle::destroyForcibly);
    }

    /** Sends it a signal, by its name without SIG; nothing where it has ended. */
    void signal(String name) {
        if (name.equals("TERM")) {
            process.destroy();
        } else if (process.isAlive()) {
            try {
                // the JDK sends no other ones; the shell has a kill of its own also where there is no such program
                new ProcessBuilder("sh", "-c", "kill -\"$1\" \"$2\"", "sh", name, String.valueOf(process.pid()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                // no shell here, or no process to spare for it: the signal's sender will try a stronger one
            }
        }
    }

    /** The end of what it has complained about so far. */
    String complaint() {
        return tail.text();
    }

    private void pump(OutputStream err) {
        InputStream stream = process.getErrorStream();
        pass(stream, err);
        // When the process ends the JDK puts what is left in place of the pipe, perhaps under our hands.
        process.onExit().join();
        pass(stream, err);
    }

    private void pass(InputStream stream, OutputStream err) {
        byte[] bytes = new byte[8 * 1024];
        try {
            for (int length = stream.read(bytes); length >= 0; length = stream.read(bytes)) {
                tail.add(bytes, length);
                err.write(bytes, 0, length);
                err.flush();
            }
        } catch (IOException e) {
            // the pipe was closed under our hands; there is another turn
        }
    }
}
