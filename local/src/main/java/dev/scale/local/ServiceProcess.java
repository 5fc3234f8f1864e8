package dev.scale.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A service's process as it is recorded in the folder, so that a later JVM can recognise it: by process id and time of start together,
 * since the id alone may by then be another program's.
 *
 * @param stopSignal the signal that ends it in good order, such as {@code TERM}
 */
record ServiceProcess(ProcessHandle handle, String stopSignal) {
    private static final String SUFFIX = ".pid";

    /** The time of start is derived from the boot time, which an adjusted clock moves a little. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    /** Those recorded in a folder that still run. */
    static List<ServiceProcess> recordedIn(Path folder) {
        List<ServiceProcess> running = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                read(Files.readString(file)).ifPresent(running::add);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return running;
    }

    private static Optional<ServiceProcess> read(String line) {
        String[] parts = line.strip().split(" ", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        Instant started = Instant.ofEpochMilli(Long.parseLong(parts[1]));
        return ProcessHandle.of(Long.parseLong(parts[0]))
                .filter(ServiceProcess::isRunning)
                .filter(handle -> handle.info()
                        .startInstant()
                        .map(instant -> Duration.between(started, instant).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                        .orElse(false))
                .map(handle -> new ServiceProcess(handle, parts[2]));
    }

    void recordIn(Path folder, String name) throws IOException {
        long started = handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        PrivateFiles.replace(folder.resolve(name + SUFFIX), handle.pid() + " " + started + " " + stopSignal + "\n");
    }

    /** Ends it in good order, by force when that takes longer than this, and returns when it is gone. */
    void stop(Duration patience) {
        signal();
        if (!awaitEnd(patience)) {
            handle.destroyForcibly();
            awaitEnd(patience);
        }
    }

    private void signal() {
        try {
            new ProcessBuilder("kill", "-" + stopSignal, Long.toString(handle.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            handle.destroy();
        }
    }

    private boolean awaitEnd(Duration patience) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + patience.toNanos();
        while (isRunning(handle) && System.nanoTime() < deadline) {
            try {
                Thread.sleep(20);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return !isRunning(handle);
    }

    /** Whether it runs; one that has ended but that its parent never asks after, as in some containers, does not. */
    static boolean isRunning(ProcessHandle handle) {
        if (!handle.isAlive()) {
            return false;
        }
        try {
            String stat = Files.readString(
                    Path.of("/proc", Long.toString(handle.pid()), "stat"), StandardCharsets.ISO_8859_1);
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (IOException e) {
            return handle.isAlive();
        }
    }
}
