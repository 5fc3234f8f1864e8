package dev.scale.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A service in a process of its own, watched by a guard: a small shell that waits on a pipe from this JVM. When the pipe closes, because
 * the service is to stop or because this JVM is gone, however it went, the guard ends the service in good order. Both live in a session of
 * their own, so that Ctrl-C in a terminal reaches this JVM alone, which can then drain before its services go. Thread-safe.
 */
final class GuardedProcess {
    /** How long a service may take to stop in good order before it is killed. */
    private static final int STOP_SECONDS = 30;

    // The service does not inherit the pipe. Job control stands in for the session of its own where there is no setsid.
    private static final String GUARD = """
            signal=$1 patience=$2 log=$3; shift 3
            exec 3<&0 2>>"$log"
            command -v setsid >/dev/null || set -m
            "$@" 3<&- </dev/null >>"$log" 2>&1 &
            service=$!
            trap '' INT HUP TERM
            echo "$service"
            (
              while read -r line <&3; do :; done
              kill -"$signal" "$service"
              while [ "$patience" -gt 0 ]; do
                sleep 1; patience=$((patience - 1))
                kill -0 "$service" || exit
              done
              kill -KILL "$service"
            ) >/dev/null 2>&1 &
            watch=$!
            exec 3<&- </dev/null
            wait "$service"
            code=$?
            kill -KILL "$watch" 2>/dev/null
            exit "$code"
            """;

    private final Process guard;
    private final ServiceProcess service;
    private final Path log;

    private GuardedProcess(Process guard, ServiceProcess service, Path log) {
        this.guard = guard;
        this.service = service;
        this.log = log;
    }

    /**
     * Starts a command; what it prints goes to {@code NAME.log} in the folder (that of the start before to {@code NAME.log.1}), and its
     * process is recorded there as {@code NAME.pid}.
     *
     * @param environment added to that of this JVM; an empty value removes a variable
     * @param stopSignal the signal that ends it in good order
     */
    static GuardedProcess start(
            Path folder, String name, List<String> command, Map<String, String> environment, String stopSignal)
            throws IOException {
        Path log = folder.resolve(name + ".log");
        if (Files.exists(log)) {
            Files.move(log, folder.resolve(name + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> line = new ArrayList<>();
        if (Commands.exists("setsid")) {
            line.add("setsid");
        }
        line.addAll(List.of("sh", "-c", GUARD, "guard", stopSignal, Integer.toString(STOP_SECONDS), log.toString()));
        line.addAll(command);
        ProcessBuilder builder =
                new ProcessBuilder(line).directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
        Commands.change(builder, environment);
        Process guard = builder.start();
        try {
            BufferedReader output =
                    new BufferedReader(new InputStreamReader(guard.getInputStream(), StandardCharsets.UTF_8));
            String pid = output.readLine();
            if (pid == null) {
                throw new IOException("the guard of " + name + " ended at once");
            }
            ProcessHandle handle = ProcessHandle.of(Long.parseLong(pid)).orElse(guard.toHandle());
            ServiceProcess service = new ServiceProcess(handle, stopSignal);
            service.recordIn(folder, name);
            return new GuardedProcess(guard, service, log);
        } catch (IOException | RuntimeException | Error e) {
            guard.getOutputStream().close();
            throw e;
        }
    }

    long pid() {
        return service.handle().pid();
    }

    boolean isAlive() {
        return guard.isAlive();
    }

    /** What it printed since its start. */
    String output() throws IOException {
        return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
    }

    Path log() {
        return log;
    }

    /** Ends it in good order and waits until it is gone; by force when it takes too long. Idempotent. */
    void stop() {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is broken only when the guard is gone, and then the service is stopped below.
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    guard.waitFor();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (ServiceProcess.isRunning(service.handle())) {
            service.stop(Duration.ofSeconds(STOP_SECONDS));
        }
    }
}
