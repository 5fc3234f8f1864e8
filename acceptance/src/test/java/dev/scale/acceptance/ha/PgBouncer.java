package dev.scale.acceptance.ha;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A PgBouncer in transaction mode before a PostgreSQL, on a port of the loopback address that stays the same. */
final class PgBouncer implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/sbin/pgbouncer");

    private final Ground ground;
    private final Path settings;
    private final URI server;
    private final int port;
    private Daemon daemon;

    /**
     * Starts it.
     *
     * @param databaseUrl of the server, with user and password
     * @param sessions most that it opens there
     */
    PgBouncer(Ground ground, String databaseUrl, int sessions) throws IOException {
        this.ground = ground;
        this.server = URI.create(databaseUrl);
        this.port = Ground.freePort();
        String[] login = server.getUserInfo().split(":");
        Path users = Files.writeString(
                ground.folder().resolve("users.txt"), "\"%s\" \"%s\"%n".formatted(login[0], login[1]));
        settings = Files.writeString(
                ground.folder().resolve("pgbouncer.ini"), """
                [databases]
                scale = host=127.0.0.1 port=%d dbname=scale
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                default_pool_size = %d
                ignore_startup_parameters = extra_float_digits
                """.formatted(server.getPort(), port, users, sessions));
        ground.give(users);
        ground.give(settings);
        start();
    }

    static boolean installed() {
        return Files.isExecutable(PROGRAM);
    }

    void start() throws IOException {
        daemon = Daemon.start(
                Path.of("target", "ha", "pgbouncer-" + port + ".log"),
                Map.of(),
                ground.command(List.of(PROGRAM.toString(), settings.toString())));
        await().until(() -> !daemon.runs() || Ground.accepts(port));
        if (!daemon.runs()) {
            throw new IllegalStateException("PgBouncer has ended: " + daemon.printed());
        }
    }

    Daemon daemon() {
        return daemon;
    }

    /** By way of it, with options such as {@code prepareThreshold=0}; they may be empty. */
    String url(String options) {
        return "postgres://" + server.getRawUserInfo() + "@127.0.0.1:" + port + "/scale"
                + (options.isEmpty() ? "" : "?" + options);
    }

    @Override
    public void close() {
        daemon.close();
    }
}
