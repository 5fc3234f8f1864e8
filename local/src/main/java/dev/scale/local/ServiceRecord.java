package dev.scale.local;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The file in a service's folder (mode 0600) that says which software and version holds the data, the credentials and the port. */
final class ServiceRecord {
    static final String FILE = "service.properties";

    private static final String SOFTWARE = "software";
    private static final String VERSION = "version";
    private static final String PORT = "port";

    private final Path file;
    private final Properties entries;

    private ServiceRecord(Path file, Properties entries) {
        this.file = file;
        this.entries = entries;
    }

    static ServiceRecord create(Path folder, String software, String password) {
        ServiceRecord record = new ServiceRecord(folder.resolve(FILE), new Properties());
        record.entries.setProperty(SOFTWARE, software);
        record.entries.setProperty("user", "scale");
        record.entries.setProperty("password", password);
        record.write();
        return record;
    }

    /** @throws LocalServiceException when the data belongs to other software */
    static ServiceRecord read(Path folder, String software) throws IOException {
        ServiceRecord record = read(folder);
        String name = record.required(SOFTWARE);
        if (!name.equals(software)) {
            throw new LocalServiceException("the folder " + folder + " holds the data of " + name + ", not of "
                    + software + ": start " + name + " over it, or choose another folder");
        }
        return record;
    }

    /** Whether the folder holds the data of this software: it came up over it at least once. */
    static boolean holds(Path folder, String software) {
        try {
            ServiceRecord record = read(folder);
            return record.software().equals(software) && record.version() != null;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new LocalServiceException("cannot read " + folder.resolve(FILE) + " (" + e + "): mend its rights", e);
        }
    }

    static ServiceRecord read(Path folder) throws IOException {
        Properties entries = new Properties();
        Path file = folder.resolve(FILE);
        try (var reader = Files.newBufferedReader(file)) {
            entries.load(reader);
        }
        return new ServiceRecord(file, entries);
    }

    String software() {
        return required(SOFTWARE);
    }

    String user() {
        return required("user");
    }

    String password() {
        return required("password");
    }

    /** The version that holds the data; null until the service came up over it once. */
    @Nullable
    String version() {
        return entries.getProperty(VERSION);
    }

    void version(String version) {
        if (!version.equals(version())) {
            entries.setProperty(VERSION, version);
            write();
        }
    }

    /** The port of the last start; empty before the first. */
    Optional<Integer> port() {
        return Optional.ofNullable(entries.getProperty(PORT))
                .filter(text -> text.matches("[1-9][0-9]{0,4}"))
                .map(Integer::valueOf)
                .filter(port -> port < 1 << 16);
    }

    void port(int port) {
        if (!port().equals(Optional.of(port))) {
            entries.setProperty(PORT, Integer.toString(port));
            write();
        }
    }

    private String required(String key) {
        String value = entries.getProperty(key);
        if (value == null) {
            throw new LocalServiceException(
                    file + " has no entry '" + key + "': restore that file, or choose another folder");
        }
        return value;
    }

    private void write() {
        try {
            StringWriter text = new StringWriter();
            entries.store(text, "What holds the data in this folder. Keep this file with the data, and secret.");
            PrivateFiles.replace(file, text.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
