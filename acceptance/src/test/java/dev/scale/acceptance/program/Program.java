package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The built program, or a copy of it in a folder of its own, run with a home and an environment of its own. */
final class Program {

    static final Path BUILT = Path.of("..", "app", "target", "scale");

    private static final String WITH_SPACES = "a copy of scale";

    private final Path launcher;
    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** What a run came to. */
    record Ran(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }
    }

    private Program(Path launcher, Path folder, Path home) {
        this.launcher = launcher;
        this.folder = folder;
        environment.put("SCALE_HOME", home.toString());
        // what is made beside a command would be in the way of removing its folder
        environment.put("SCALE_CLASS_DATA", "off");
        // they run for seconds, in which the second compiler would cost more than it gains
        environment.put("SCALE_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }

    /** The one that the build has made, with a home in a folder; started from class data. */
    static Program in(Path parent) throws IOException {
        Program program = builtIn(parent).with("SCALE_CLASS_DATA", "auto");
        return program.atHome(program.home());
    }

    /** The same without class data. */
    static Program builtIn(Path parent) throws IOException {
        return new Program(BUILT.resolve("bin/scale").toRealPath(), parent, parent.resolve("a home"));
    }

    /** A whole copy under a path with a space in it. */
    static Program copiedTo(Path parent) throws IOException {
        return copied(parent, WITH_SPACES, "lib", "lib/sqs", "lib/full");
    }

    /** The same under a plain path: JDK 17 archives no class from one with a space. */
    static Program plainlyCopiedTo(Path parent) throws IOException {
        return copied(parent, "scale", "lib", "lib/sqs", "lib/full");
    }

    /** A copy with the class path of short commands alone. */
    static Program withShortClassPathOnly(Path parent) throws IOException {
        return copied(parent, WITH_SPACES, "lib");
    }

    /** The same where the broker is SQS. */
    static Program withShortClassPathForSqs(Path parent) throws IOException {
        return copied(parent, WITH_SPACES, "lib", "lib/sqs");
    }

    private static Program copied(Path parent, String name, String... folders) throws IOException {
        Path root = Files.createDirectories(parent.resolve(name));
        assertThat(BUILT.resolve("lib")).as("the built program").isDirectory();
        Files.copy(Path.of("..", "scale"), root.resolve("scale"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Path bin = Files.createDirectories(root.resolve("app/target/scale/bin"));
        Files.copy(BUILT.resolve("bin/scale"), bin.resolve("scale"));
        for (String jars : folders) {
            Path target =
                    Files.createDirectories(root.resolve("app/target/scale").resolve(jars));
            try (Stream<Path> files = Files.list(BUILT.resolve(jars))) {
                for (Path jar : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(jar, target.resolve(jar.getFileName().toString()));
                }
            }
        }
        return new Program(root.resolve("scale"), root, parent.resolve("a home"));
    }

    /** The same program with another variable. */
    Program with(String variable, String value) {
        Program program = new Program(launcher, folder, Path.of(environment.get("SCALE_HOME")));
        program.environment.putAll(environment);
        program.environment.put(variable, value);
        return program;
    }

    /** The same program with another home, in which it has the class data that it has in this one. */
    Program atHome(Path home) throws IOException {
        if ("auto".equals(environment.get("SCALE_CLASS_DATA"))) {
            SharedClassData.linkIn(home);
        }
        return with("SCALE_HOME", home.toString());
    }

    Path home() {
        return Path.of(environment.get("SCALE_HOME"));
    }

    Ran run(String... arguments) throws IOException, InterruptedException {
        return runWithInput("", arguments);
    }

    Ran runWithInput(String input, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        Process process = start(out, err, arguments);
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            assertThat(process.isAlive())
                    .as("it has ended without reading its input")
                    .isFalse();
        }
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Runs a line of bash, in which {@code $SCALE} is the program. */
    Ran shell(String line) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        ProcessBuilder builder = builder(List.of("bash", "-c", line), out, err);
        builder.environment().put("SCALE", launcher.toString());
        Process process = builder.start();
        try {
            assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("it ends").isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ran(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Starts it in a folder that is not its own. */
    Process start(Path out, Path err, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        return builder(command, out, err).start();
    }

    private ProcessBuilder builder(List<String> command, Path out, Path err) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("SCALE_") || name.startsWith("AWS_") || name.equals("DATABASE_URL"));
        builder.environment().putAll(environment);
        return builder;
    }
}
