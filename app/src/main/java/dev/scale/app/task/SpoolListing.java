package dev.scale.app.task;

import dev.scale.messaging.Command;
import dev.scale.messaging.InvalidCommandException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What is in a spool. */
final class SpoolListing {

    /**
     * One command.
     *
     * @param since when it was kept
     * @param type {@code ?} where it cannot be read
     */
    record Entry(String state, Instant since, String type, String id) {}

    private SpoolListing() {}

    /** The oldest first. */
    static List<Entry> of(Spool spool, long mostBytes) throws IOException {
        List<Entry> entries = new ArrayList<>();
        add(entries, "new", files(spool.fresh()), mostBytes);
        for (Path sender : files(spool.sending())) {
            add(entries, "sending", files(sender), mostBytes);
        }
        add(entries, "refused", files(spool.refused()), mostBytes);
        entries.sort(Comparator.comparing(Entry::since).thenComparing(Entry::id));
        return entries;
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static void add(List<Entry> entries, String state, List<Path> files, long mostBytes) throws IOException {
        for (Path file : files) {
            read(state, file, mostBytes).ifPresent(entries::add);
        }
    }

    /** Empty where it has been sent meanwhile. */
    private static Optional<Entry> read(String state, Path file, long mostBytes) throws IOException {
        try {
            String id = file.getFileName().toString();
            Instant since = Files.getLastModifiedTime(file).toInstant().truncatedTo(ChronoUnit.SECONDS);
            return Optional.of(new Entry(state, since, type(file, id, mostBytes), id));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String type(Path file, String id, long mostBytes) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > mostBytes) {
            return "?";
        }
        try {
            return Command.ofEnvelope(id, Files.readAllBytes(file)).type();
        } catch (InvalidCommandException | java.nio.file.AccessDeniedException e) {
            return "?";
        }
    }
}
