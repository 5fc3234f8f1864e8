package dev.scale.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL's data directory: how it is made, and what its {@code postmaster.pid} says. */
record PostgresCluster(Path data, PostgresBinaries binaries, RootStep step) {
    static final String DATABASE = "scale";

    /** What a client's environment says about another server must not reach this one; an empty value removes a variable. */
    static final Map<String, String> ENVIRONMENT = environment();

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("PG"))
                .forEach(name -> environment.put(name, ""));
        environment.put("LC_ALL", "C");
        // Else initdb looks through all time zones for the machine's, which no session of ours uses.
        environment.put("TZ", "UTC");
        return Map.copyOf(environment);
    }

    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>(step.prefix());
        command.add(binaries.program(program));
        command.addAll(arguments);
        return command;
    }

    /** Makes the data directory with one user and its database, not yet {@link #sync() durable}; a crash of this JVM in between leaves none. */
    void create(String user, String password) throws IOException {
        Path fresh = data.resolveSibling("data.new");
        Path secret = data.resolveSibling("password");
        FileTrees.delete(fresh);
        Files.createDirectory(fresh);
        step.own(fresh);
        PrivateFiles.replace(secret, password + "\n");
        try {
            List<String> arguments =
                    new ArrayList<>(List.of("-D", fresh.toString(), "-U", user, "--pwfile", secret.toString()));
            arguments.addAll(List.of("--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-instructions"));
            arguments.addAll(List.of("--locale-provider=builtin", "--builtin-locale=C.UTF-8"));
            // More than one slow down the guessing of passwords, which is hopeless here, and each connection of a JVM
            // that has just started.
            arguments.addAll(List.of("-c", "scram_iterations=1", "--no-sync"));
            Commands.run(command("initdb", arguments), "", ENVIRONMENT);
        } finally {
            Files.delete(secret);
        }
        String statement = "CREATE DATABASE " + DATABASE + " OWNER " + user + "\n";
        Commands.run(
                command("postgres", List.of("--single", "-D", fresh.toString(), "-c", "fsync=off", "postgres")),
                statement,
                ENVIRONMENT);
        Files.move(fresh, data);
    }

    /** Writes the whole data directory to disk, also while its server runs. */
    void sync() throws IOException {
        Commands.run(command("initdb", List.of("-D", data.toString(), "--sync-only")), "", ENVIRONMENT);
    }

    /** Stops what an owner or a postmaster that was killed has left running, and removes the pid file of one that is gone. */
    void makeStartable() throws IOException {
        step.own(data);
        Optional<ProcessHandle> process = status().flatMap(lines -> ProcessHandle.of(Long.parseLong(lines.get(0))));
        if (process.isPresent() && isPostgres(process.get())) {
            new ServiceProcess(process.get(), "INT").stop(Duration.ofSeconds(30));
        }
        // Without its pid file PostgreSQL does not notice sessions that have outlived their postmaster and still write.
        for (ProcessHandle session : sessions()) {
            new ServiceProcess(session, "TERM").stop(Duration.ofSeconds(10));
        }
        // With the id now another program's, PostgreSQL would take its own old file for a running server's.
        Files.deleteIfExists(pidFile());
    }

    /** Processes of this cluster's own program, which no other cluster runs. */
    private List<ProcessHandle> sessions() throws IOException {
        String program = Path.of(binaries.program("postgres")).toRealPath().toString();
        return ProcessHandle.allProcesses()
                .filter(ServiceProcess::isRunning)
                .filter(process ->
                        process.info().command().filter(program::equals).isPresent())
                .toList();
    }

    private static boolean isPostgres(ProcessHandle process) {
        return ServiceProcess.isRunning(process)
                && process.info()
                        .command()
                        .filter(command -> command.endsWith("/postgres"))
                        .isPresent();
    }

    /** Whether the server of this process id takes connections. */
    boolean isUp(long pid) throws IOException {
        return status().filter(lines -> lines.get(0).equals(Long.toString(pid)))
                .filter(lines -> lines.size() >= 8 && lines.get(7).startsWith("ready"))
                .isPresent();
    }

    /** The lines of the pid file, stripped: process id, data directory, start, port, socket, address, shared memory, status. */
    private Optional<List<String>> status() throws IOException {
        try {
            List<String> lines = Arrays.stream(Files.readString(pidFile()).split("\n"))
                    .map(String::strip)
                    .toList();
            return lines.get(0).matches("\\d+") ? Optional.of(lines) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path pidFile() {
        return data.resolve("postmaster.pid");
    }
}
