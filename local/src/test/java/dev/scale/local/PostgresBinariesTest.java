package dev.scale.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive as it is published, which a library's user has, and the one that is in the {@code scale} program. */
class PostgresBinariesTest {

    @TempDir
    Path folder;

    @Test
    void bothArchivesHoldTheSameFiles() throws Exception {
        List<URL> archives = PostgresBinaries.archives().toList();
        assertThat(archives)
                .extracting(archive -> archive.getPath().replaceFirst(".*\\.", ""))
                .containsExactly("tar", "txz");
        Path brought = Files.createDirectory(folder.resolve("brought"));
        Path published = Files.createDirectory(folder.resolve("published"));

        PostgresBinaries.unpack(archives.get(0), brought);
        PostgresBinaries.unpack(archives.get(1), published);

        assertThat(published.resolve("bin/postgres")).isExecutable();
        assertThat(files(brought)).isEqualTo(files(published));
        assertThat(brought.resolve("bin/postgres"))
                .isExecutable()
                .hasSameBinaryContentAs(published.resolve("bin/postgres"));
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(root::relativize).sorted().toList();
        }
    }
}
