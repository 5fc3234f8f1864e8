package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {

    @TempDir
    Path home;

    @Test
    void whatIsWrittenIsReadAndForTheOwnerOnly() throws IOException {
        RunFile.write(home, Map.of(Setting.BROKER_URL, "amqp://u:a=b@127.0.0.1:5//"));

        assertThat(RunFile.read(home))
                .isPresent()
                .get()
                .extracting("SCALE_BROKER_URL")
                .isEqualTo("amqp://u:a=b@127.0.0.1:5//");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(RunFile.in(home))))
                .isEqualTo("rw-------");
        assertThat(RunFile.leftBehind(home)).isEmpty();
        assertThat(home).isDirectoryNotContaining(file -> file.toString().endsWith(".new"));
    }

    @Test
    void aFileWhoseProcessIsGoneIsIgnored() throws Exception {
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.writeString(
                RunFile.in(home),
                "SCALE_BROKER_URL=amqp://h//\npid=" + gone.pid() + "\nstarted=2026-01-02T03:04:05Z\n");

        assertThat(RunFile.read(home)).isEmpty();
        assertThat(RunFile.leftBehind(home)).contains("process " + gone.pid() + ", since 2026-01-02T03:04:05Z");
    }

    @Test
    void aProcessThatHasGotTheSameIdSinceIsAnother() throws IOException {
        Files.writeString(
                RunFile.in(home), "pid=" + ProcessHandle.current().pid() + "\nstarted=" + Instant.EPOCH + "\n");

        assertThat(RunFile.read(home)).isEmpty();
    }

    @Test
    void noFileAndNonsenseAreNothing() throws IOException {
        assertThat(RunFile.read(home)).isEmpty();
        assertThat(RunFile.leftBehind(home)).isEmpty();
        Files.writeString(RunFile.in(home), "nonsense\n\n=\n");
        assertThat(RunFile.read(home)).isEmpty();
        assertThat(RunFile.leftBehind(home)).isEmpty();
    }
}
