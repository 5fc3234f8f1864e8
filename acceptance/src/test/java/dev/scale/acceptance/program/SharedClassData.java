package dev.scale.acceptance.program;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The class-data archives that the built program starts from in all tests: made once for each build, by the test JVM that comes first, while
 * the others wait. Loading classes would take a good part of the tests' processor time.
 */
final class SharedClassData {

    /** That of short commands, and the whole. */
    private static final int ARCHIVES = 2;

    private static final Path FOLDER = Path.of("target", "class-data").toAbsolutePath();

    private SharedClassData() {}

    /** Puts them where a program with this home looks for them. */
    static void linkIn(Path home) throws IOException {
        make();
        link(home);
    }

    private static void link(Path home) throws IOException {
        Path link = Files.createDirectories(home).resolve("class-data");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, FOLDER);
        }
    }

    private static synchronized void make() throws IOException {
        Files.createDirectories(FOLDER);
        try (FileChannel file = FileChannel.open(
                FOLDER.resolveSibling("class-data.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            file.lock(); // until the channel is closed
            if (!isMade()) {
                start();
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isMade() throws IOException {
        long built =
                Files.getLastModifiedTime(Program.BUILT.resolve("lib/whole")).toMillis();
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".jsa"))
                            .filter(file -> file.toFile().lastModified() > built)
                            .count()
                    >= ARCHIVES;
        }
    }

    /** Starts a command of each kind, and waits for what they make. */
    private static void start() throws IOException, InterruptedException {
        Path place = Files.createTempDirectory("class-data");
        Program scale = Program.builtIn(place)
                .with("SCALE_CLASS_DATA", "auto")
                .with("SCALE_HTTP_PORT", "0")
                .with("SCALE_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Dscale.class_data.after=PT2S");
        link(scale.home());
        scale.run("help");
        try (RunningProgram up = RunningProgram.start(scale, place, "up").says("ready;")) {
            await().atMost(Duration.ofMinutes(3)).until(SharedClassData::isMade);
            up.stop();
        }
        try (Stream<Path> files = Files.walk(place)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path file : deepestFirst) {
                Files.deleteIfExists(file);
            }
        }
    }
}
