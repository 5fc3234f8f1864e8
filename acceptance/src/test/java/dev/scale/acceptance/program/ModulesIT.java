package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.acceptance.broker.Kombu;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code scale handler --modules} with the jar of the examples, and their sender in Python. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ModulesIT {

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir
    static Path folder;

    private static Installation installation;

    @BeforeAll
    static void start() throws Exception {
        installation = Installation.start(folder);
    }

    @AfterAll
    static void stop() {
        if (installation != null) {
            installation.close();
        }
    }

    @Test
    void commandsOfAJarAreHandledAndItsTablesMade() throws Exception {
        Kombu.require();
        Path modules = Files.createDirectories(folder.resolve("my modules"));
        Files.copy(exampleJar(), modules.resolve("examples.jar"));
        Program scale = installation.on("examples");
        try (RunningProgram handler = RunningProgram.start(scale, folder, "handler", "--modules", modules.toString())
                .says("handling ")) {
            assertThat(python("ada", "grace", "ada")).contains("3 commands confirmed");
            assertThat(scale.runWithInput("{\"order\": \"A-17\"}", "send", "-t", "order_placed")
                            .exitCode())
                    .isZero();

            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(installation.column("select word || ' ' || times from scale.word_total order by word"))
                        .as(handler.printed())
                        .containsExactly("ada 2", "grace 1");
                assertThat(installation.column("select state from scale.example_order"))
                        .containsExactly("PACKED");
            });
            assertThat(handler.stop()).isZero();
        }
        assertThat(scale.with("SCALE_MODULES", modules.toString())
                        .run("migrate", "--check")
                        .out())
                .contains("examples 1");
    }

    @Test
    void aFolderThatHoldsNoModuleIsSaidSo() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path broken = Files.createDirectories(folder.resolve("broken"));
        Files.writeString(broken.resolve("broken.jar"), "no jar");
        Files.copy(exampleJar(), broken.resolve("good.jar"));
        for (Path useless : List.of(empty, broken, folder.resolve("missing"))) {
            Program.Ran ran = installation.on("none").run("handler", "--modules", useless.toString());

            assertThat(ran.exitCode()).as(ran.all()).isEqualTo(2);
            assertThat(ran.err()).hasLineCount(1).contains("SCALE_MODULES is '" + useless + "'");
        }
    }

    private static Path exampleJar() throws Exception {
        try (Stream<Path> built = Files.list(EXAMPLES.resolve("target"))) {
            return built.filter(file -> file.getFileName().toString().matches("scale-examples-[^-]*(-SNAPSHOT)?\\.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String python(String... words) throws Exception {
        ProcessBuilder python = new ProcessBuilder(Stream.concat(
                        Stream.of(
                                "/usr/bin/python3",
                                EXAMPLES.resolve("python/send.py").toString()),
                        Stream.of(words))
                .toList());
        python.redirectErrorStream(true);
        python.environment().put("SCALE_BROKER_URL", installation.brokerUrl());
        python.environment().put("SCALE_QUEUE_NAME", "examples");
        Process process = python.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }
}
