package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A process that serves until it is killed, with the processes that it has started. What it prints is appended to a file. */
final class Daemon implements AutoCloseable {

    private final Process process;
    private final Path log;

    private Daemon(Process process, Path log) {
        this.process = process;
        this.log = log;
        // a run that is broken off leaves none behind
        Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
    }

    /** An empty value in the environment removes a variable. */
    static Daemon start(Path log, Map<String, String> environment, List<String> command) throws IOException {
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        environment.forEach((name, value) -> builder.environment().remove(name, ""));
        return new Daemon(builder.start(), log);
    }

    long pid() {
        return process.pid();
    }

    boolean runs() {
        return process.isAlive();
    }

    String printed() throws IOException {
        return Files.readString(log);
    }

    /** SIGKILL to it and to all that it has started, as the loss of its host would be. */
    void kill() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(one -> one.onExit().join());
    }

    /** SIGSTOP to it and to all that it has started. */
    void freeze() throws IOException, InterruptedException {
        signal("STOP");
    }

    /** Goes on after {@link #freeze}. */
    void thaw() throws IOException, InterruptedException {
        signal("CONT");
    }

    private void signal(String name) throws IOException, InterruptedException {
        List<String> pids = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(one -> Long.toString(one.pid()))
                .toList();
        List<String> command =
                Stream.concat(Stream.of("kill", "-" + name), pids.stream()).toList();
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    @Override
    public void close() {
        kill();
    }
}
