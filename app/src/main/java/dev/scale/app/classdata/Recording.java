package dev.scale.app.classdata;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** By then the first commands have been handled, be it those of the freshness that is measured. */
    private static final Duration SETTLED = Duration.ofSeconds(20);

    private final CountDownLatch closing = new CountDownLatch(1);
    private final @Nullable Archive archive;
    private final @Nullable Thread maker;

    private Recording() {
        String folder = System.getProperty(FOLDER);
        if (folder == null) {
            archive = null;
            maker = null;
            return;
        }
        Archive wanted =
                new Archive(Path.of(System.getProperty(ARCHIVE)), Path.of(folder), Path.of(System.getProperty(BUILT)));
        archive = wanted;
        maker = new Thread(() -> make(wanted), "class-data");
        maker.setDaemon(true);
        maker.start();
    }

    /** To be called when all has started; does nothing where there is an archive, or none is wanted. */
    public static Recording ofThisStart() {
        return new Recording();
    }

    /** Those with which the JVM of the broker starts from the archive of this one, or writes down what it loads. */
    public static List<String> brokerOptions() {
        String archive = System.getProperty(ARCHIVE);
        String folder = System.getProperty(FOLDER);
        if (folder != null) {
            return List.of("-XX:DumpLoadedClassList=" + Path.of(folder, BROKER_LIST));
        }
        // What the JVM would say of one that it cannot use is nobody's concern.
        return archive == null
                ? List.of()
                : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable", "-Xlog:all=error:stderr");
    }

    private void make(Archive wanted) {
        try {
            if (!closing.await(SETTLED.toSeconds(), TimeUnit.SECONDS)) {
                wanted.make(classes(wanted.folder()), jvm());
                wanted.leave();
                LOG.debug("the next start is from a class-data archive");
            }
        } catch (IOException | InterruptedException e) {
            LOG.debug("no class-data archive", e);
        }
    }

    private static List<String> jvm() {
        return List.of(
                "nice",
                "-n",
                "19",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC", // only G1 maps the heap of an archive, and only one that it has made
                "-cp",
                System.getProperty("java.class.path"));
    }

    private static Set<String> classes(Path folder) throws IOException {
        Set<String> classes = new LinkedHashSet<>();
        for (String name : LISTS) {
            Path list = folder.resolve(name);
            if (Files.exists(list)) { // the broker may be another one
                String text = Files.readString(list);
                // The JVM has not closed it: the last line may be cut off.
                text.substring(0, text.lastIndexOf('\n') + 1)
                        .lines()
                        .filter(line -> !line.contains(" source: ")) // of modules, which are the user's own
                        .forEach(classes::add);
            }
        }
        return classes;
    }

    /** Gives up what is not made by now. */
    @Override
    public void close() {
        closing.countDown();
        if (archive == null || maker == null) {
            return;
        }
        try {
            maker.interrupt();
            maker.join();
            archive.leave();
        } catch (IOException | InterruptedException e) {
            LOG.debug("{} is left", archive.folder(), e);
        }
    }
}
