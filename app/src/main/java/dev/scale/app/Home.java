package dev.scale.app;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code SCALE_HOME} in the hands of one live {@code scale up}. The claim ends with the process, however it ends. */
final class Home implements AutoCloseable {

    private final Path folder;
    private final FileChannel claim;

    private Home(Path folder, FileChannel claim) {
        this.folder = folder;
        this.claim = claim;
    }

    /** Makes the folder (mode 0700) where it is missing and claims it; a failure where another one is live. */
    static Home claim(Path folder) {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel =
                    FileChannel.open(folder.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (lock(channel) == null) {
                channel.close();
                String process = RunFile.read(folder)
                        .map(values -> " (process " + values.get(RunFile.PID) + ")")
                        .orElse("");
                throw new Failure(
                        ExitCode.FAILED,
                        "another `scale up` is live in " + folder + process + "; stop it, or set "
                                + Setting.HOME.variable() + " to another folder");
            }
            return new Home(folder, channel);
        } catch (IOException e) {
            throw new Failure(
                    ExitCode.FAILED,
                    "cannot use " + folder + " (" + e + "); set " + Setting.HOME.variable()
                            + " to a folder of your own",
                    e);
        }
    }

    private static @Nullable FileLock lock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Writes the run file, by which other commands find what was started. */
    void announce(Map<Setting, String> urls) {
        RunFile.write(folder, urls);
    }

    Path runFile() {
        return RunFile.in(folder);
    }

    @Override
    public void close() {
        RunFile.delete(folder);
        try {
            claim.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot give up " + folder + ": " + e.getMessage(), e);
        }
    }
}
