package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A run of the program that goes on until it is stopped, with all that it printed. */
final class RunningProgram implements AutoCloseable {

    private final Process process;
    private final Path out;
    private final Path err;

    private RunningProgram(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static RunningProgram start(Program program, Path folder, String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "run", ".out");
        Path err = Files.createTempFile(folder, "run", ".err");
        return new RunningProgram(program.start(out, err, arguments), out, err);
    }

    Process process() {
        return process;
    }

    String printed() {
        try {
            return Files.readString(out) + Files.readString(err);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    long lines(String words) {
        return printed().lines().filter(line -> line.contains(words)).count();
    }

    RunningProgram says(String words) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> !process.isAlive() || printed().contains(words));
        assertThat(printed()).contains(words);
        return this;
    }

    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ends").isTrue();
        return process.exitValue();
    }

    /** Sends it a signal by name, such as STOP. */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Asks it to stop in good order. */
    int stop() throws InterruptedException {
        process.destroy();
        return exitCode();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
