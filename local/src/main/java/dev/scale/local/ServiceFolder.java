package dev.scale.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one service: private to its owner (mode 0700), used by one live process at a time, with a record of the software that
 * holds its data and of the random credentials, which are made once. Open until {@link #close()}; when this JVM dies the lock goes with it.
 */
final class ServiceFolder implements AutoCloseable {
    private static final Duration PATIENCE_WITH_LEFTOVERS = Duration.ofSeconds(30);

    /** Closing any channel to a locked file gives up this JVM's lock on it, so a second opening must be refused before it opens one. */
    private static final Set<Path> OPEN_IN_THIS_JVM = ConcurrentHashMap.newKeySet();

    private final Path path;
    private final FileChannel lock;
    private final ServiceRecord record;
    private boolean portGiven;

    private ServiceFolder(Path path, FileChannel lock, ServiceRecord record) {
        this.path = path;
        this.lock = lock;
        this.record = record;
    }

    /**
     * Opens a folder for one kind of software, making it when missing. What an earlier owner that was killed left running in it is stopped
     * first; what an earlier start left that never came up is removed.
     *
     * @param software its name, such as {@code PostgreSQL}
     * @throws LocalServiceException when the folder is in use, or holds the data of other software
     */
    static ServiceFolder open(Path folder, String software) {
        try {
            Files.createDirectories(folder);
            Path path = folder.toRealPath();
            if (!OPEN_IN_THIS_JVM.add(path)) {
                throw inUse(path);
            }
            try {
                return openLocked(path, software);
            } catch (IOException | RuntimeException | Error e) {
                OPEN_IN_THIS_JVM.remove(path);
                throw e;
            }
        } catch (IOException e) {
            throw new LocalServiceException(
                    "cannot use the folder " + folder + " for " + software + " (" + e
                            + "): choose one that this user can write to",
                    e);
        }
    }

    private static ServiceFolder openLocked(Path path, String software) throws IOException {
        boolean ours = Files.exists(path.resolve(ServiceRecord.FILE));
        if (!ours && holdsOtherFiles(path)) {
            throw new LocalServiceException("the folder " + path
                    + " holds other files than the data of a service: choose an empty or a missing one");
        }
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        FileChannel lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw inUse(path);
            }
            ServiceRecord record =
                    ours ? ServiceRecord.read(path, software) : ServiceRecord.create(path, software, randomSecret());
            ServiceFolder opened = new ServiceFolder(path, lock, record);
            opened.stopLeftovers();
            if (record.version() == null) {
                FileTrees.delete(opened.data());
            }
            return opened;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private static boolean holdsOtherFiles(Path path) throws IOException {
        try (var files = Files.list(path)) {
            return files.anyMatch(file -> !file.getFileName().toString().equals("lock"));
        }
    }

    private static LocalServiceException inUse(Path path) {
        return new LocalServiceException(
                "the folder " + path + " is in use by a running service: stop that one or choose another folder");
    }

    /** 160 random bits in hexadecimal digits, which need no escape anywhere. */
    static String randomSecret() {
        byte[] random = new byte[20];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    private void stopLeftovers() {
        for (ServiceProcess leftover : ServiceProcess.recordedIn(path)) {
            leftover.stop(PATIENCE_WITH_LEFTOVERS);
        }
    }

    /** The folder itself, absolute and without symbolic links. */
    Path path() {
        return path;
    }

    /** Where the service keeps its data: missing until its first start. */
    Path data() {
        return path.resolve("data");
    }

    /** The name of the software that holds the data. */
    String software() {
        return record.software();
    }

    /** The version that holds the data, or null when none does yet. */
    @Nullable
    String version() {
        return record.version();
    }

    /** @throws LocalServiceException when this version cannot read the data in the folder */
    void requireReadableBy(Software software) {
        String version = record.version();
        if (version != null && !software.reads(version)) {
            throw new LocalServiceException(
                    "the folder " + path + " holds the data of " + software.name() + " " + version + ", which "
                            + software + " cannot read: use that version again, or choose another folder");
        }
    }

    String user() {
        return record.user();
    }

    String password() {
        return record.password();
    }

    /**
     * The port to listen on: that of the last start where it is free, so that a URL written down keeps its meaning. Asked again, because
     * another program was quicker, it is another one.
     */
    int port() throws IOException {
        Optional<Integer> last = record.port();
        int port = !portGiven && last.isPresent() && Ports.isFree(last.get()) ? last.get() : Ports.free();
        portGiven = true;
        record.port(port);
        return port;
    }

    /** Records that the service came up over this data, with this version: from now on the data is kept whatever happens. */
    void ready(Software software) {
        record.version(software.version());
    }

    @Override
    public void close() {
        if (!lock.isOpen()) {
            // By now the folder may be open again, by another owner.
            return;
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OPEN_IN_THIS_JVM.remove(path);
        }
    }
}
