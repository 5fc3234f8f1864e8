package dev.scale.app.demo;

import dev.scale.app.Failure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files that the demo's tasks read. */
final class DemoFiles {

    /** A demo is for looking at, not for waiting on one file. */
    private static final long LARGEST = 8L * 1024 * 1024;

    private DemoFiles() {}

    /** At most so many readable files under a folder, spread evenly over it, always the same ones. */
    static List<Path> under(Path folder, int most) {
        List<Path> all = new ArrayList<>();
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && attributes.size() <= LARGEST && Files.isReadable(file)) {
                        all.add(file.toAbsolutePath());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException error) {
                    return FileVisitResult.CONTINUE; // somebody else's, or just gone
                }
            });
        } catch (IOException e) {
            throw Failure.usage("cannot read '" + folder + "': " + e.getClass().getSimpleName());
        }
        if (all.isEmpty()) {
            throw Failure.usage("--files '" + folder + "' holds no readable file of at most 8 MiB");
        }
        Collections.sort(all);
        List<Path> chosen = new ArrayList<>();
        int count = Math.min(most, all.size());
        for (int i = 0; i < count; i++) {
            chosen.add(all.get((int) ((long) i * all.size() / count)));
        }
        return chosen;
    }
}
