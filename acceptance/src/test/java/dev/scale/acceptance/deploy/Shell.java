package dev.scale.acceptance.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs commands with an environment of their own: PATH, JAVA_HOME and what is given, nothing of the tests' own. */
final class Shell {

    private final Path folder;
    private final Map<String, String> environment = new LinkedHashMap<>();

    /** What a run came to; {@code out} has standard error too. */
    record Ran(int exitCode, String out) {}

    private Shell(Path folder) {
        this.folder = folder;
        environment.put("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // what is made beside a command would be in the way of removing its folder
        environment.put("SCALE_CLASS_DATA", "off");
    }

    /** Output is kept in this folder, which is also the commands' own. */
    static Shell in(Path folder) {
        return new Shell(folder);
    }

    Shell with(String variable, String value) {
        Shell shell = new Shell(folder);
        shell.environment.putAll(environment);
        shell.environment.put(variable, value);
        return shell;
    }

    Ran run(String... command) throws IOException, InterruptedException {
        return ended(start(command));
    }

    /** Runs what must succeed and gives its output. */
    String must(String... command) throws IOException, InterruptedException {
        Ran ran = run(command);
        assertThat(ran.exitCode()).as("%s: %s", List.of(command), ran.out()).isZero();
        return ran.out();
    }

    /** Starts what is stopped by the test. */
    Started start(String... command) throws IOException {
        Path out = Files.createTempFile(folder, "run", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        return new Started(process, out);
    }

    Ran ended(Started started) throws IOException, InterruptedException {
        try (started) {
            assertThat(started.process().waitFor(3, TimeUnit.MINUTES))
                    .as("it ends: %s", started.printed())
                    .isTrue();
            return new Ran(started.process().exitValue(), started.printed());
        }
    }

    /** A process that goes on. */
    record Started(Process process, Path out) implements AutoCloseable {
        String printed() throws IOException {
            return Files.readString(out);
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
