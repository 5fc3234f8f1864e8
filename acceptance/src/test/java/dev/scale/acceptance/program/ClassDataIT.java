package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archives from which short commands and {@code scale up} start; no short command needs a broker here. */
class ClassDataIT {

    private static final String[] COMMAND = {"send", "--dry-run", "-t", "echo", "-b", "{}"};

    @TempDir
    Path folder;

    private Program scale;

    @BeforeEach
    void copy() throws IOException {
        scale = Program.plainlyCopiedTo(folder).with("SCALE_CLASS_DATA", "auto");
    }

    @Test
    void theFirstShortCommandHasItMadeAndTheNextOneStartsFromIt() throws Exception {
        works(scale);
        Path archive = made(1).get(0);

        List<String> loaded = loadedBy(scale);

        assertThat(loaded).anyMatch(line -> line.contains(" dev.scale.app.SendCommand source: shared objects file"));
        assertThat(classes(archive))
                .contains("com.rabbitmq.client.impl.AMQImpl$Basic$Ack", "dev.scale.app.task.TaskRun");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                .isEqualTo("rwx------");
        // of the commands that were rehearsed nothing is left
        assertThat(scale.home()).isDirectoryNotContaining("glob:**/spool");
    }

    @Test
    void oneThatIsDamagedOrOfAnotherProgramIsHarmlessAndSilent() throws Exception {
        works(scale);
        Path archive = made(1).get(0);
        byte[] whole = Files.readAllBytes(archive);
        byte[] torn = whole.clone();
        Arrays.fill(torn, 0, 64, (byte) 0);
        for (byte[] wrong : List.of(new byte[0], "not an archive".getBytes(StandardCharsets.UTF_8), torn)) {
            replace(archive, wrong);
            works(scale);
        }
        Path sibling = Files.createDirectory(folder.resolve("moved"));
        Program another = Program.plainlyCopiedTo(sibling).with("SCALE_CLASS_DATA", "auto");
        works(another);
        await().atMost(Duration.ofMinutes(2))
                .until(() -> archives(another.home()).size() == 1);
        await().atMost(Duration.ofMinutes(2)).until(() -> makers(another.home()).isEmpty());
        replace(archives(another.home()).get(0), whole);
        works(another);
        assertThat(loadedBy(another)).noneMatch(line -> line.contains(" dev.scale.app.SendCommand source: shared"));
    }

    @Test
    void whereItCannotBeWrittenOrIsNotWantedCommandsRunWithoutIt() throws Exception {
        Path file = Files.createFile(folder.resolve("a file"));
        works(scale.with("SCALE_HOME", file.resolve("home").toString()));
        works(scale.with("SCALE_HOME", folder + "/with:colon"));
        works(scale.with("SCALE_CLASS_DATA", "off"));
        assertThat(scale.home()).doesNotExist();
    }

    @Test
    void manyAtOnceHaveItMadeOnceAndAnotherJvmHasOneOfItsOwn() throws Exception {
        Path calls = folder.resolve("calls");
        Program logged = scale.with(
                "JAVA_HOME", jdk("logging", "case \"$*\" in *Rehearsal*-cp*) echo made >>'" + calls + "' ;; esac"));
        List<Process> atOnce = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            atOnce.add(logged.start(folder.resolve("out" + i), folder.resolve("err" + i), COMMAND));
        }
        for (Process one : atOnce) {
            assertThat(one.waitFor()).isZero();
        }
        made(1);
        assertThat(calls).hasContent("made");

        works(scale.with("JAVA_HOME", jdk("another", "")));
        made(2);
    }

    @Test
    void nobodyWaitsForTheOneWhoMakesIt() throws Exception {
        Path maker = folder.resolve("maker");
        String stuck = "case \"$*\" in *Rehearsal*-cp*) echo $$ >'" + maker + "'; exec sleep 600 ;; esac";
        Program slow = scale.with("JAVA_HOME", jdk("stuck", stuck));

        Program.Ran ran = slow.shell("\"$SCALE\" send --dry-run -t echo -b '{}' 2>&1 | cat");

        assertThat(ran.out()).isEqualTo("would send 1 command; nothing was sent\n");
        await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(maker) && Files.size(maker) > 0);
        ProcessHandle alive = ProcessHandle.of(
                        Long.parseLong(Files.readString(maker).strip()))
                .orElseThrow();
        alive.destroyForcibly();
        await().atMost(Duration.ofMinutes(2)).until(() -> !alive.isAlive());
    }

    @Test
    void upMakesOneOfItsStartAndStartsTheNextTimeFromItAsItsBrokerDoes() throws Exception {
        Program up = scale.with("SCALE_HTTP_PORT", "0");
        Program impatient = up.with("SCALE_JAVA_OPTS", "-Dscale.class_data.after=PT2S");
        try (RunningProgram first = RunningProgram.start(impatient, folder, "up")) {
            first.says("ready;");
            made(1);
            assertThat(first.stop()).isZero();
        }
        Path log = folder.resolve("loaded");
        Program logged = up.with("SCALE_JAVA_OPTS", "-Xlog:class+load:file=" + log);
        try (RunningProgram second = RunningProgram.start(logged, folder, "up")) {
            second.says("ready;");

            assertThat(Files.readAllLines(log))
                    .anyMatch(line -> line.contains(" dev.scale.app.UpCommand source: shared objects file"))
                    .anyMatch(line -> line.contains(" org.eclipse.jetty.server.Server source: shared objects file"));
            assertThat(ProcessHandle.allProcesses()
                            .filter(process ->
                                    process.info().commandLine().orElse("").contains("BrokerProcess"))
                            .filter(process -> maps(process).contains(folder() + "/")))
                    .as("a broker that maps the archive")
                    .hasSize(1);
            assertThat(second.stop()).isZero();
            assertThat(second.printed()).doesNotContain("warning", "WARN");
        }
        assertThat(made(1)).hasSize(1);
    }

    @Test
    void upThatIsStoppedEarlyLeavesNothingOfIt() throws Exception {
        try (RunningProgram up = RunningProgram.start(scale.with("SCALE_HTTP_PORT", "0"), folder, "up")) {
            up.says("ready;");
            assertThat(makers(scale.home())).hasSize(1);
            assertThat(up.stop()).isZero();
        }
        assertThat(folder()).isEmptyDirectory();
    }

    /** The files that a process has in its memory; nothing where it has ended, or is another user's. */
    private static String maps(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "maps"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void theCommandOfATaskHasTheUsersVariables() throws Exception {
        Program.Ran ran = scale.with("SCALE_CLASS_DATA", "off")
                .with("version", "1.2")
                .with("archive", "mine")
                .with("home", "sweet")
                .run("task", "run", "--", "sh", "-c", "echo $version $archive $home");

        assertThat(ran.out()).isEqualTo("1.2 mine sweet\n");
    }

    private static void works(Program program) throws Exception {
        assertThat(program.run(COMMAND)).isEqualTo(new Program.Ran(0, "would send 1 command; nothing was sent\n", ""));
    }

    /** Waits until there are so many archives and nobody is making one. */
    private List<Path> made(int count) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> archives(scale.home()).size() == count
                        && makers(scale.home()).isEmpty());
        return archives(scale.home());
    }

    private Path folder() {
        return scale.home().resolve("class-data");
    }

    private static List<Path> archives(Path home) {
        return list(home, ".jsa");
    }

    private static List<Path> makers(Path home) {
        return list(home, ".making");
    }

    private static List<Path> list(Path home, String suffix) {
        Path folder = home.resolve("class-data");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void replace(Path archive, byte[] bytes) throws IOException {
        Files.delete(archive);
        Files.write(archive, bytes);
    }

    private List<String> loadedBy(Program program) throws Exception {
        Path log = folder.resolve("loaded");
        works(program.with("SCALE_JAVA_OPTS", "-Xlog:class+load:file=" + log));
        return Files.readAllLines(log);
    }

    /** The names in an archive, which the JVM keeps as they are. */
    private static String classes(Path archive) throws IOException {
        return new String(Files.readAllBytes(archive), StandardCharsets.ISO_8859_1).replace('/', '.');
    }

    /** A JDK of another name that does something before it becomes the real one. */
    private String jdk(String name, String first) throws IOException {
        Path home = folder.resolve(name);
        Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"" + name + "\"\nJAVA_VERSION=\"17\"\nJAVA_RUNTIME_VERSION=\"17\"\n");
        String real = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(java, "#!/bin/sh\n" + first + "\nexec '" + real + "' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home.toString();
    }
}
