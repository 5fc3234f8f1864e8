package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A PostgreSQL of the machine's own programs, on a port of the loopback address, which may follow another one. */
final class PostgresServer implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String USER = "scale";
    private static final String PASSWORD = "no secret";
    private static final Path LOGS = Path.of("target", "ha");

    private final Ground ground;
    private final Path programs;
    private final String name;
    private final int port;
    private Daemon daemon;

    private PostgresServer(Ground ground, String name) throws IOException {
        this.ground = ground;
        this.programs = programs().orElseThrow();
        this.name = name;
        this.port = Ground.freePort();
    }

    /** The newest that can make a copy of a server. */
    static Optional<Path> programs() {
        try (Stream<Path> versions = Files.list(INSTALLED)) {
            return versions.map(version -> version.resolve("bin"))
                    .filter(bin -> Files.isExecutable(bin.resolve("pg_basebackup"))
                            && Files.isExecutable(bin.resolve("postgres")))
                    .max((one, other) -> Integer.compare(version(one), version(other)));
        } catch (IOException none) {
            return Optional.empty();
        }
    }

    private static int version(Path bin) {
        String version = bin.getParent().getFileName().toString();
        return version.matches("\\d{1,4}") ? Integer.parseInt(version) : 0;
    }

    /** Makes and starts one with a database {@code scale}. */
    static PostgresServer primary(Ground ground) throws IOException, InterruptedException {
        PostgresServer server = new PostgresServer(ground, "primary");
        Path secret = Files.writeString(ground.folder().resolve("secret"), PASSWORD);
        ground.give(secret);
        server.run(
                "initdb",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "-U",
                USER,
                "--pwfile=" + secret,
                "-D",
                server.data());
        server.start();
        server.run("createdb", "-h", "127.0.0.1", "-p", Integer.toString(server.port), "-U", USER, "scale");
        return server;
    }

    /** Makes and starts a copy that follows this one and may be promoted. */
    PostgresServer standby(String standbyName) throws IOException, InterruptedException {
        PostgresServer standby = new PostgresServer(ground, standbyName);
        String source = "host=127.0.0.1 port=%d user=%s application_name=%s".formatted(port, USER, standbyName);
        standby.run("pg_basebackup", "--checkpoint=fast", "--write-recovery-conf", "-d", source, "-D", standby.data());
        standby.start();
        return standby;
    }

    /** After a kill too: it goes on with what it had. */
    void start() throws IOException {
        // what is left of a life before says that it is ready
        Path status = Path.of(data(), "postmaster.pid");
        Files.deleteIfExists(status);
        List<String> command = List.of(
                programs.resolve("postgres").toString(),
                "-D",
                data(),
                "-p",
                Integer.toString(port),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-c",
                "log_min_messages=warning");
        daemon = Daemon.start(
                LOGS.resolve("postgres-" + name + "-" + port + ".log"), environment(), ground.command(command));
        await().atMost(Duration.ofMinutes(1)).until(() -> !daemon.runs() || isReady(status));
        if (!daemon.runs()) {
            throw new IllegalStateException("PostgreSQL has ended: " + daemon.printed());
        }
    }

    private static boolean isReady(Path status) throws IOException {
        return Files.exists(status) && Files.readString(status).lines().anyMatch(line -> line.startsWith("ready"));
    }

    private void run(String program, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
        command.addAll(List.of(arguments));
        Path log = LOGS.resolve("postgres-" + program + "-" + port + ".log");
        Files.createDirectories(log.getParent());
        ProcessBuilder builder = new ProcessBuilder(ground.command(command))
                .directory(ground.folder().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment());
        assertThat(builder.start().waitFor()).as(program + ", see " + log).isZero();
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of("PGPASSWORD", PASSWORD, "LC_ALL", "C"));
        System.getenv().keySet().stream()
                .filter(variable -> variable.startsWith("PG") && !variable.equals("PGPASSWORD"))
                .forEach(variable -> environment.put(variable, ""));
        return environment;
    }

    private String data() {
        return ground.folder().resolve(name).toString();
    }

    Daemon daemon() {
        return daemon;
    }

    /** With user and password, of several servers, of which one takes writes. */
    static String url(PostgresServer... servers) {
        List<String> places =
                Stream.of(servers).map(server -> "127.0.0.1:" + server.port).toList();
        return "postgresql://" + USER + ":" + PASSWORD.replace(" ", "%20") + "@" + String.join(",", places) + "/scale";
    }

    @Override
    public void close() {
        daemon.close();
    }
}
