package dev.scale.app.task;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Whose a sender's folder is: {@code host~process~start~n}. Wrongly taken for gone, its files are sent twice under their ids,
 * which has one effect.
 */
record SpoolOwner(String host, long process, long startMillis, long number) {

    /** Longest time between two steps of a live sender; only this tells of one on another host. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    /** The kernel's idea of a process's start moves a little with its clock. */
    private static final long TOLERANCE_MILLIS = 3_000;

    private static final AtomicLong NUMBER = new AtomicLong();

    static SpoolOwner ofThisProcess() {
        ProcessHandle self = ProcessHandle.current();
        return new SpoolOwner(
                Node.host().replaceAll("[^A-Za-z0-9.-]", "_"),
                self.pid(),
                start(self).orElse(0L),
                NUMBER.incrementAndGet());
    }

    String folderName() {
        return host + "~" + process + "~" + startMillis + "~" + number;
    }

    /** Whether the process that a folder names is gone, or has not touched it for long. */
    static boolean isGone(Path folder, Clock clock) throws IOException {
        Optional<SpoolOwner> owner = parse(folder.getFileName().toString());
        if (owner.isPresent()
                && owner.get().host.equals(ofThisProcess().host)
                && !owner.get().isAlive()) {
            return true;
        }
        try {
            Instant touched = Files.getLastModifiedTime(folder).toInstant();
            return touched.plus(SILENCE).isBefore(clock.instant());
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        }
    }

    private boolean isAlive() {
        Optional<ProcessHandle> found = ProcessHandle.of(process).filter(ProcessHandle::isAlive);
        if (found.isEmpty()) {
            return false;
        }
        Optional<Long> start = start(found.get());
        return start.isEmpty() || startMillis == 0 || Math.abs(start.get() - startMillis) <= TOLERANCE_MILLIS;
    }

    private static Optional<Long> start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli);
    }

    private static Optional<SpoolOwner> parse(String name) {
        String[] parts = name.split("~");
        try {
            return parts.length == 4
                    ? Optional.of(new SpoolOwner(
                            parts[0], Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3])))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
