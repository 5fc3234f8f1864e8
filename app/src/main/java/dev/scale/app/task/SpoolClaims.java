package dev.scale.app.task;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** The files of a spool that this process has in hand, in a folder that says whose it is. Closing gives back what is left. */
final class SpoolClaims implements AutoCloseable {

    private final Spool spool;
    private final Path own;

    SpoolClaims(Spool spool) {
        this.spool = spool;
        this.own = spool.sending().resolve(SpoolOwner.ofThisProcess().folderName());
    }

    /** Takes back into {@code new} what senders have left behind that are gone. */
    void bringBack(Clock clock) throws IOException {
        for (Path folder : list(spool.sending(), Integer.MAX_VALUE)) {
            if (!folder.equals(own) && SpoolOwner.isGone(folder, clock)) {
                giveBack(folder);
            }
        }
    }

    /** Claims files that wait, up to a number and a size; at least one where there is one. */
    List<Path> claim(int most, long mostBytes) throws IOException {
        List<Path> claimed = new ArrayList<>();
        long bytes = 0;
        for (Path file : list(spool.fresh(), most)) {
            if (file.getFileName().toString().startsWith(".") || !Files.isRegularFile(file)) {
                continue; // a network file system's own, or an editor's
            }
            try {
                bytes += Files.size(file);
                if (!claimed.isEmpty() && bytes > mostBytes) {
                    break;
                }
                spool.makeSenders(own);
                Path mine = own.resolve(file.getFileName());
                Files.move(file, mine, StandardCopyOption.ATOMIC_MOVE);
                claimed.add(mine);
            } catch (NoSuchFileException e) {
                // another sender was first
            }
        }
        return claimed;
    }

    /** Forgets a file that the broker has confirmed. */
    void sent(Path claimed) throws IOException {
        Files.deleteIfExists(claimed);
    }

    @Override
    public void close() throws IOException {
        giveBack(own);
    }

    private void giveBack(Path folder) throws IOException {
        for (Path file : list(folder, Integer.MAX_VALUE)) {
            try {
                Files.move(file, spool.fresh().resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            } catch (NoSuchFileException e) {
                // confirmed after all, or brought back by another
            }
        }
        try {
            Files.deleteIfExists(folder);
        } catch (java.nio.file.DirectoryNotEmptyException e) {
            // its owner goes on
        }
    }

    private static List<Path> list(Path folder, int most) throws IOException {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder)) {
                for (Path file : found) {
                    if (files.size() == most) {
                        break;
                    }
                    files.add(file);
                }
            } catch (NoSuchFileException e) {
                // deleted meanwhile
            } catch (DirectoryIteratorException e) {
                throw e.getCause();
            }
        }
        return files;
    }
}
