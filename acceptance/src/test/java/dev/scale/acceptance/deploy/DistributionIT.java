package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The archive, unpacked elsewhere. */
class DistributionIT {

    private static final String NOBODY = "65534";

    @TempDir
    static Path parent;

    private static Path folder;
    private static String scale;

    @BeforeAll
    static void unpack() throws Exception {
        folder = Distribution.unpacked(parent);
        scale = folder.resolve("bin/scale").toString();
    }

    @Test
    void runsFromAnotherFolderAsAnotherUserAndSaysWhatItIs() throws Exception {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.add(scale);
        Shell shell =
                Shell.in(parent).with("HOME", parent.resolve("no such home").toString());

        command.add("--version");
        assertThat(shell.must(command.toArray(String[]::new)))
                .startsWith("scale ")
                .hasLineCount(1);
        command.set(command.size() - 1, "echo");
        assertThat(shell.run(command.toArray(String[]::new)))
                .matches(ran -> ran.exitCode() == 2 && ran.out().contains("SCALE_BROKER_URL"));
    }

    @Test
    void needsNothingButAShellAndJava() throws Exception {
        Shell bare = Shell.in(parent).with("PATH", parent.resolve("empty").toString());

        assertThat(bare.run("/bin/sh", scale, "--version"))
                .matches(ran -> ran.exitCode() == 0 && ran.out().startsWith("scale "));
        assertThat(bare.with("JAVA_HOME", "").run("/bin/sh", scale, "--version"))
                .matches(ran -> ran.exitCode() == 1 && ran.out().contains("install Java 17 or later"));
    }

    @Test
    void itsCompletionsKnowTheCommands() throws Exception {
        for (String shell : List.of("bash", "zsh")) {
            assertThat(folder.resolve("completions/scale." + shell)).content().contains("dead-letters", "--threads");
        }
        assertThat(Shell.in(parent)
                        .run(
                                "bash",
                                "-n",
                                folder.resolve("completions/scale.bash").toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void anOlderJavaIsRefusedBeforeItStarts() throws Exception {
        Path old = Files.createDirectories(parent.resolve("jdk-11/bin"));
        Files.createSymbolicLink(old.resolve("java"), Path.of("/bin/true"));
        Path copy = Files.createDirectories(parent.resolve("jdk-11-copy/bin"));
        Files.writeString(copy.resolveSibling("release"), "IMPLEMENTOR=\"any\"\nJAVA_VERSION=\"11.0.2\"\n");
        Files.copy(Path.of("/bin/true"), copy.resolve("java"));

        for (Path home : List.of(old.getParent(), copy.getParent())) {
            assertThat(Shell.in(parent).with("JAVA_HOME", home.toString()).run(scale, "--version"))
                    .matches(ran -> ran.exitCode() == 1 && ran.out().contains("Java 17 or later is needed"));
        }
    }

    @Test
    void aCollectorOfTheUsersChoiceIsTaken() throws Exception {
        for (String variable : List.of("SCALE_JAVA_OPTS", "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS")) {
            assertThat(Shell.in(parent).with(variable, "-XX:+UseSerialGC").run(scale, "--version"))
                    .as(variable)
                    .matches(ran -> ran.exitCode() == 0 && ran.out().contains("scale "));
        }
    }

    @Test
    void worksThroughALinkOnThePath() throws Exception {
        Path bin = Files.createDirectory(parent.resolve("bin"));
        Files.createSymbolicLink(bin.resolve("scale"), Path.of("..").resolve(parent.relativize(Path.of(scale))));

        assertThat(Shell.in(parent).with("PATH", bin + ":/usr/bin:/bin").must("sh", "-c", "scale --version"))
                .startsWith("scale ");
    }

    @Test
    void theListOfWhatIsInItHasEveryJarWithItsLicence() throws IOException {
        JsonNode components = JsonMapper.shared()
                .readTree(folder.resolve("sbom.cdx.json").toFile())
                .get("components");
        List<String> listed = StreamSupport.stream(components.spliterator(), false)
                .peek(component -> assertThat(component.get("licenses"))
                        .as(component.toString())
                        .isNotEmpty())
                .map(component -> component.get("name").asString() + "-"
                        + component.get("version").asString() + ".jar")
                .toList();
        try (Stream<Path> files = Files.walk(folder.resolve("lib"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".jar")))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
        assertThat(folder).isDirectoryContaining("glob:**/LICENSE").isDirectoryContaining("glob:**/CHANGELOG.md");
    }

    @Test
    void theProcessIsTheJvmAndSigtermEndsItInGoodOrder() throws Exception {
        Shell shell = Shell.in(parent).with("SCALE_HOME", parent.resolve("home").toString());
        try (Shell.Started up = shell.start(scale, "up")) {
            await().atMost(Duration.ofMinutes(2)).until(() -> up.printed().contains("scale: ready"));
            assertThat(up.process().info().command())
                    .hasValueSatisfying(command -> assertThat(command).endsWith("/bin/java"));
            shell.must(scale, "echo", "-c", "500");

            up.process().destroy();

            assertThat(up.process().waitFor(2, TimeUnit.MINUTES)).isTrue();
            assertThat(up.process().exitValue()).as(up.printed()).isZero();
            assertThat(up.printed()).contains("stopping, finishing what is in work");
        }
    }
}
