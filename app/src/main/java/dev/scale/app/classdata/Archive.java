package dev.scale.app.classdata;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A class-data archive that is to be made, in a folder of the maker's own beside it. */
final class Archive {

    private static final String MAKING = ".making";
    private static final long LONGEST_STEP_SECONDS = 180;

    /** Of all archives beside each other: several programs, JVMs and builds may take turns, and each takes 20 or 75 MB. */
    private static final long MOST_BYTES = 400L << 20;

    /** After so long a folder is nobody's any more: its maker was killed, or has ended before there was anything to make. */
    private static final Duration ABANDONED = Duration.ofHours(1);

    private static final Pattern NUMBER = Pattern.compile(" id: \\d+");

    /** What a shell that knows whole seconds only can tell apart. */
    private static final Duration AGE = Duration.ofSeconds(1);

    private final Path file;
    private final Path folder;
    private final Path built;

    /**
     * @param file the archive
     * @param folder to make it in
     * @param built a file that is as old as the build, and is to be older than the archive
     */
    Archive(Path file, Path folder, Path built) {
        this.file = file;
        this.folder = folder;
        this.built = built;
    }

    Path folder() {
        return folder;
    }

    /**
     * Makes it of the classes in lists as JVMs write them down, and removes old ones.
     *
     * @param lines of one list after the other
     * @param jvm the command line of a JVM, with the class path
     */
    void make(Collection<String> lines, List<String> jvm) throws IOException, InterruptedException {
        Path list = Files.write(folder.resolve("classes"), classes(lines));
        Path draft = folder.resolve("archive");
        List<String> command = new ArrayList<>(jvm);
        command.addAll(List.of("-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + draft));
        run(command, Map.of());
        // The JVM takes what is in it at its word: it must not be torn by a crash of the machine.
        try (FileChannel whole = FileChannel.open(draft, StandardOpenOption.READ)) {
            whole.force(true);
        }
        FileTime oldest =
                FileTime.from(Files.getLastModifiedTime(built).toInstant().plus(AGE));
        if (Files.getLastModifiedTime(draft).compareTo(oldest) < 0) {
            // the clocks differ, and the launcher takes none that is older than the build
            Files.setLastModifiedTime(draft, oldest);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        removeOld();
    }

    /** Each class once: the numbers that later JVMs give them are those of one run. Those of modules are the user's own. */
    static Set<String> classes(Collection<String> lines) {
        return lines.stream()
                .filter(line -> !line.contains(" source: "))
                .map(line -> NUMBER.matcher(line).replaceFirst(""))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Runs a JVM with nothing of the user's environment, whose broker, spool and run file are not to be touched. */
    static void run(List<String> command, Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(LONGEST_STEP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("failed: " + String.join(" ", command));
            }
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private void removeOld() throws IOException {
        long bytes = 0;
        for (Path each : newestFirst(".jsa")) {
            bytes += each.toFile().length();
            if (bytes > MOST_BYTES) {
                Files.deleteIfExists(each);
            }
        }
        Instant abandoned = Instant.now().minus(ABANDONED);
        for (Path each : newestFirst(MAKING)) {
            if (made(each).isBefore(abandoned)) {
                remove(each);
            }
        }
    }

    private List<Path> newestFirst(String suffix) throws IOException {
        try (Stream<Path> files = Files.list(file.resolveSibling(""))) {
            return files.filter(each -> each.toString().endsWith(suffix))
                    .sorted(Comparator.comparing(Archive::made).reversed())
                    .toList();
        }
    }

    private static Instant made(Path archive) {
        return Instant.ofEpochMilli(archive.toFile().lastModified()); // 0 where another one has removed it
    }

    /** Removes the folder where it is still there, after which another one may make the archive. */
    void leave() throws IOException {
        remove(folder);
    }

    private static void remove(Path making) throws IOException {
        if (!Files.exists(making)) {
            return;
        }
        try (Stream<Path> all = Files.walk(making)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (UncheckedIOException e) {
            throw new IOException("another one removes it, too", e);
        }
    }
}
