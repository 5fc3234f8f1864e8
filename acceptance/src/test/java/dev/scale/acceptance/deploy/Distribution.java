package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** The archive that the build of {@code deploy} makes. */
final class Distribution {

    private Distribution() {}

    static Path archive() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "deploy", "target"))) {
            List<Path> archives =
                    files.filter(file -> file.toString().endsWith(".tar.gz")).toList();
            assertThat(archives).as("archives in deploy/target").hasSize(1);
            return archives.get(0).toRealPath();
        }
    }

    /** Unpacks it into a new folder that every user may read, and gives the program's own folder. */
    static Path unpacked(Path parent) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = Files.createDirectory(parent.resolve("a folder of programs"));
        Shell.in(parent).must("tar", "-xzf", archive().toString(), "-C", folder.toString(), "--no-same-owner");
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.toList().get(0);
        }
    }
}
