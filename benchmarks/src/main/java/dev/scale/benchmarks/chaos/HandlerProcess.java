package dev.scale.benchmarks.chaos;

import dev.scale.benchmarks.chaos.handler.HandlerMain;
import dev.scale.benchmarks.chaos.handler.Sabotage;
import dev.scale.benchmarks.chaos.handler.Step;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A handler process: whenever it dies it is started again, until it is stopped. Thread-safe. */
final class HandlerProcess implements AutoCloseable {

    private static final int DRAIN_SECONDS = 60;

    /** The exit codes of processes that SIGKILL has ended, and SIGTERM. */
    private static final Set<Integer> SIGNALLED = Set.of(128 + 9, 128 + 15);

    private final Map<String, String> environment;
    private final String sabotage;
    private final Deque<Step> deaths;
    private final String signal;
    private final Path log;
    private @Nullable Process process;
    private boolean wanted;
    private boolean doomed;
    private int lives;
    private int ownEnds;

    /**
     * Not started yet.
     *
     * @param deaths where it gets the signal in its first lives
     * @param log where its output goes
     */
    HandlerProcess(Map<String, String> environment, Sabotage sabotage, List<Step> deaths, String signal, Path log) {
        this.environment = environment;
        this.sabotage = sabotage.name();
        this.deaths = new ArrayDeque<>(deaths);
        this.signal = signal;
        this.log = log;
    }

    synchronized void start() {
        wanted = true;
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx192m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlogback.configurationFile=logback-chaos.xml",
                HandlerMain.class.getName(),
                sabotage));
        Step death = deaths.poll();
        if (death != null) {
            command.addAll(List.of(death.name(), signal));
        }
        doomed = death != null;
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        builder.environment().put("CLASSPATH", classPath());
        try {
            Process started = builder.start();
            process = started;
            lives++;
            Thread watch = new Thread(() -> awaitEnd(started), "chaos-watch");
            watch.setDaemon(true);
            watch.start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a handler process", e);
        }
    }

    private void awaitEnd(Process started) {
        try {
            started.waitFor();
            ended(started);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ended(Process dead) {
        if (wanted && dead == process) {
            ownEnds += SIGNALLED.contains(dead.exitValue()) ? 0 : 1;
            start();
        }
    }

    /** How often it was started. */
    synchronized int lives() {
        return lives;
    }

    /** How often it ended otherwise than by a signal, without being asked to. */
    synchronized int ownEnds() {
        return ownEnds;
    }

    /** Whether a death of the plan is still before it. */
    synchronized boolean doomed() {
        return doomed;
    }

    synchronized long pid() {
        return Objects.requireNonNull(process, "not started").pid();
    }

    /** Lets it finish what is in work and give back the rest, and waits until it is gone. */
    @Override
    public synchronized void close() {
        wanted = false;
        Process last = process;
        if (last == null) {
            return;
        }
        try {
            last.getOutputStream().close();
            if (!last.waitFor(DRAIN_SECONDS, TimeUnit.SECONDS)) {
                last.destroyForcibly().waitFor();
            }
        } catch (IOException e) {
            last.destroyForcibly();
        } catch (InterruptedException e) {
            last.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
