package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale up} that is killed, or whose broker is away. */
class UpTroubleIT {

    @TempDir
    Path folder;

    private Program scale;

    @BeforeEach
    void copy() throws IOException {
        scale = Program.in(folder);
    }

    private List<String> urls() throws IOException {
        return Files.readAllLines(scale.home().resolve("run")).stream()
                .filter(line -> line.contains("://"))
                .toList();
    }

    @Test
    void afterAKillTheOthersSayThatItIsGoneAndTheNextOneHasTheSameUrls() throws Exception {
        List<String> urls;
        long pid;
        try (RunningProgram up = RunningProgram.start(scale, folder, "up").says("ready;")) {
            pid = up.process().pid();
            urls = urls();
            up.process().destroyForcibly().waitFor();
        }
        for (String command : new String[] {"queue", "echo", "status", "migrate"}) {
            Program.Ran ran = scale.run(command);
            assertThat(ran.exitCode()).as(command).isEqualTo(2);
            assertThat(ran.err())
                    .hasLineCount(1)
                    .contains("process " + pid, "since 2", "is gone", "start `scale up` again")
                    .doesNotContain("no run file");
        }
        assertThat(scale.with("SCALE_BROKER_URL", "amqp://127.0.0.1:1//")
                        .with("SCALE_DATABASE_URL", "postgres://127.0.0.1:1/none")
                        .run("status")
                        .out())
                .contains("up:       gone (process " + pid);

        try (RunningProgram up = RunningProgram.start(scale, folder, "up").says("ready;")) {
            assertThat(urls()).hasSize(2).isEqualTo(urls);
            assertThat(up.stop()).isZero();
        }
    }

    @Test
    void itIsReadyWhenItConsumesAndNotWhileItWaitsForTheBroker() throws Exception {
        LocalService broker = EmbeddedBroker.start(folder.resolve("own broker"));
        broker.close();
        Program waiting = scale.with("SCALE_BROKER_URL", broker.url());
        try (RunningProgram up = RunningProgram.start(waiting, folder, "up").says("the broker is unavailable")) {
            assertThat(up.printed()).doesNotContain("ready;");
            try (LocalService again = EmbeddedBroker.start(folder.resolve("own broker"))) {
                assertThat(again.url()).as("the same URL").isEqualTo(broker.url());
                up.says("ready;");
                assertThat(waiting.run("echo").exitCode()).isZero();
                assertThat(up.stop()).isZero();
            }
        }
    }

    @Test
    void itCanBeStoppedWhileItWaitsForTheBroker() throws Exception {
        Program waiting = scale.with("SCALE_BROKER_URL", "amqp://127.0.0.1:1//");
        try (RunningProgram up = RunningProgram.start(waiting, folder, "up").says("the broker is unavailable")) {
            assertThat(up.stop()).isZero();
            assertThat(up.printed()).doesNotContain("ready;");
        }
    }
}
