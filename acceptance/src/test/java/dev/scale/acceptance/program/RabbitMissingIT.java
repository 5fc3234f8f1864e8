package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --broker rabbitmq} where there is no RabbitMQ server, or one that cannot run: its port mapper is not on the path. */
class RabbitMissingIT {

    @TempDir
    Path folder;

    @Test
    void upAndDemoSayWhatToInstall() throws Exception {
        Program scale = Program.in(folder)
                .with("PATH", pathWithout("epmd").toString())
                .with("JAVA_HOME", System.getProperty("java.home"));

        for (String command : new String[] {"up", "demo"}) {
            Program.Ran ran = scale.run(command, "--broker", "rabbitmq");

            assertThat(ran.exitCode()).as(command + ran.all()).isEqualTo(2);
            assertThat(ran.out()).isEmpty();
            assertThat(ran.err().lines())
                    .last(InstanceOfAssertFactories.STRING)
                    .contains("no RabbitMQ server", "epmd", "apt-get install rabbitmq-server");
        }
        assertThat(scale.home().resolve("rabbitmq")).as("nothing is begun").doesNotExist();
    }

    /** A folder with all programs of the path but one. */
    private Path pathWithout(String program) throws IOException {
        Path links = Files.createDirectory(folder.resolve("path"));
        for (String place : System.getenv("PATH").split(File.pathSeparator)) {
            for (Path file : programsIn(place)) {
                Path link = links.resolve(file.getFileName());
                if (!link.endsWith(program) && !Files.exists(link)) {
                    Files.createSymbolicLink(link, file);
                }
            }
        }
        return links;
    }

    private static List<Path> programsIn(String place) throws IOException {
        if (!Files.isDirectory(Path.of(place))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(Path.of(place).toRealPath())) {
            return files.filter(Files::isExecutable)
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }
}
