package dev.scale.app.task;

import dev.scale.messaging.Command;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Commands that wait on disk until a broker takes them, one file each, whose name is the message id. A file in {@code new} is
 * whole and survives a crash of the machine: it is written in {@code tmp}, synced and renamed. A sender claims it by renaming
 * it into a folder of its own under {@code sending}, and deletes it when the broker has confirmed it. What the broker or a
 * reader refuses for good is set aside in {@code refused}. Several processes may use one spool at once.
 *
 * @param folder for its owner only
 */
record Spool(Path folder) {

    private static final FileAttribute<?> FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<?> FILE_FOR_OWNER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** The one of a {@code SCALE_HOME}. */
    static Spool in(Path home) {
        return new Spool(home.resolve("spool"));
    }

    /** What waits to be sent. */
    Path fresh() {
        return folder.resolve("new");
    }

    Path drafts() {
        return folder.resolve("tmp");
    }

    /** Folders of senders. */
    Path sending() {
        return folder.resolve("sending");
    }

    Path refused() {
        return folder.resolve("refused");
    }

    /** Keeps a command; when this returns, it is safe. */
    void keep(Command command) throws IOException {
        write(command, fresh());
    }

    /** Sets a command aside that no broker takes. */
    void refuse(Command command) throws IOException {
        write(command, refused());
    }

    /** Sets a claimed file aside. */
    void refuse(Path claimed) throws IOException {
        make(refused());
        Files.move(claimed, refused().resolve(claimed.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }

    /** Whether anything waits, or may be left behind by a sender. */
    boolean hasWork() {
        return holdsFiles(fresh()) || holdsFiles(sending());
    }

    private static boolean holdsFiles(Path where) {
        if (!Files.isDirectory(where)) {
            return false;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(where)) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private void write(Command command, Path place) throws IOException {
        make(drafts());
        make(place);
        Path draft =
                drafts().resolve(command.id() + "." + ProcessHandle.current().pid());
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                draft, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), FILE_FOR_OWNER)) {
            ByteBuffer bytes = ByteBuffer.wrap(command.envelope());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, place.resolve(command.id()), StandardCopyOption.ATOMIC_MOVE);
        sync(place);
    }

    private void make(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            Files.createDirectories(place, FOR_OWNER);
            sync(folder);
            if (folder.getParent() != null) {
                sync(folder.getParent());
            }
        }
    }

    /** A sender's own folder. */
    void makeSenders(Path own) throws IOException {
        make(own);
    }

    /** Names in a folder survive a crash once the folder itself is on disk. */
    private static void sync(Path place) throws IOException {
        try (FileChannel channel = FileChannel.open(place, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
