package dev.scale.app.classdata;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the archive of {@code scale up} and the broker beside it from what their JVMs have written down of this start, where the launcher has
 * asked for it. At the lowest priority, and only after a while, so that the first commands are not held up.
 */
public final class Recording implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Recording.class);

    /** The archive that this JVM has started from, or the one that is to be made. */
    private static final String ARCHIVE = "scale.class_data";

    /** The folder in which to make it; not set where there is nothing to make. */
    private static final String FOLDER = "scale.class_data.making";

    /** A file that is as old as the build. */
    private static final String BUILT = "scale.class_data.built";

    private static final String BROKER_LIST = "broker";

    private static final List<String> LISTS = List.of("up", BROKER_LIST);

    /** How long to wait before making it. After the 20 s that it is where nothing is set, canaries, at least, have been sent and handled. */
    private static final String AFTER = "scale.class_data.after";

    private final @Nullable Archive archive;
    private @Nullable Thread maker;

    private Recording(@Nullable Archive archive) {
        this.archive = archive;
    }

    /** Of this process; does nothing where there is an archive, or none is wanted. */
    public static Recording ofThisProcess() {
        String folder = System.getProperty(FOLDER);
        return new Recording(
                folder == null ? null : new Archive(Path.of(System.getProperty(ARCHIVE)), Path.of(folder), built()));
    }

    private static Path built() {
        return Path.of(System.getProperty(BUILT));
    }

    /** Options for the JVM of the broker: to start from the archive of this one, or to write down what it loads. */
    public static List<String> brokerOptions() {
        String archive = System.getProperty(ARCHIVE);
        String folder = System.getProperty(FOLDER);
        if (folder != null) {
            return List.of("-XX:DumpLoadedClassList=" + Path.of(folder, BROKER_LIST));
        }
        // What the JVM would say of one that it cannot use is nobody's concern.
        return archive == null ? List.of() : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off");
    }

    /** To be called when all has started. */
    public void started() {
        if (archive != null) {
            maker = new Thread(() -> make(archive), "class-data");
            maker.setDaemon(true);
            maker.start();
        }
    }

    private static void make(Archive archive) {
        try {
            Thread.sleep(Duration.parse(System.getProperty(AFTER, "PT20S")).toMillis());
            archive.make(loaded(archive.folder()), jvm());
            archive.leave();
            LOG.debug("the next start is from a class-data archive");
        } catch (IOException | InterruptedException | RuntimeException e) {
            LOG.debug("no class-data archive", e); // the next start tries again
        }
    }

    private static List<String> jvm() throws IOException {
        Path folder = built().resolveSibling("");
        String classPath = Files.readAllLines(built()).stream()
                .skip(1)
                .map(jar -> folder.resolve(jar).toString())
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseG1GC", // only G1 maps the heap of an archive, and only one that it has made
                "-cp",
                classPath);
    }

    private static List<String> loaded(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String name : LISTS) {
            Path list = folder.resolve(name);
            if (Files.exists(list)) { // the broker may be another one
                String text = Files.readString(list);
                // The JVM has not closed it: the last line may be cut off.
                text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(lines::add);
            }
        }
        return lines;
    }

    /** Gives up what is not made by now. */
    @Override
    public void close() throws InterruptedException {
        if (maker != null) {
            maker.interrupt();
            maker.join();
        }
        if (archive != null) {
            try {
                archive.leave();
            } catch (IOException e) {
                LOG.debug("{} is left", archive.folder(), e);
            }
        }
    }
}
