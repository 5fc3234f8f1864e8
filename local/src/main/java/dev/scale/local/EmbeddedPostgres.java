package dev.scale.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * PostgreSQL, from binaries on the class path, over a folder. As durable as a server: what is committed survives a kill of it or of this
 * JVM. It listens on the loopback address alone, on a port that was free at its first start, and asks for a password (SCRAM). Works for root too.
 *
 * <p>The URL names one user, {@code scale}, and a database of that name which it owns.
 */
public final class EmbeddedPostgres {
    static final String NAME = "PostgreSQL";

    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("listen_addresses", "127.0.0.1"),
            // The path of a socket may be 107 bytes at most; ours are often longer.
            Map.entry("unix_socket_directories", ""),
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("max_connections", "100"),
            Map.entry("shared_buffers", "128MB"),
            Map.entry("max_wal_size", "1GB"),
            // As by default, for passwords of people: our own random one is hashed once when the data is made.
            Map.entry("scram_iterations", "4096"),
            Map.entry("timezone", "UTC"),
            Map.entry("log_timezone", "UTC"),
            Map.entry("log_checkpoints", "off"));

    private EmbeddedPostgres() {}

    /**
     * Starts it over the data in a folder, which is made when missing, and returns when it takes connections.
     *
     * @throws LocalServiceException with one line that says why it cannot and what to do
     */
    public static LocalService start(Path folder) {
        return start(folder, RootStep::in);
    }

    static LocalService start(Path folder, RootStep.Choice stepDown) {
        ServiceFolder opened = ServiceFolder.open(folder, NAME);
        return Startup.of(opened, () -> {
            PostgresBinaries binaries = PostgresBinaries.over(opened);
            opened.requireReadableBy(new Software(NAME, binaries.version()));
            PostgresCluster cluster = new PostgresCluster(opened.data(), binaries, stepDown.in(opened.path()));
            if (!Files.exists(opened.data())) {
                cluster.create(opened.user(), opened.password());
            }
            return opened.version() == null ? serveNew(opened, cluster) : serve(opened, cluster);
        });
    }

    /** Data that has not been up yet is made anew after a crash: it may be written to disk while its server starts. */
    private static RunningService serveNew(ServiceFolder folder, PostgresCluster cluster) throws IOException {
        FutureTask<Void> syncing = new FutureTask<>(() -> {
            cluster.sync();
            return null;
        });
        new Thread(syncing, "sync-postgres").start();
        RunningService service = serve(folder, cluster);
        try {
            syncing.get();
            return service;
        } catch (ExecutionException e) {
            service.close();
            throw new IOException("its new data cannot be written to disk: " + e.getCause(), e);
        } catch (InterruptedException e) {
            service.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while its new data was written to disk", e);
        }
    }

    private static RunningService serve(ServiceFolder folder, PostgresCluster cluster) throws IOException {
        cluster.makeStartable();
        int port = folder.port();
        List<String> arguments =
                new ArrayList<>(List.of("-D", cluster.data().toString(), "-p", Integer.toString(port)));
        SETTINGS.forEach((name, value) -> arguments.addAll(List.of("-c", name + "=" + value)));
        GuardedProcess process = GuardedProcess.start(
                folder.path(), "postgres", cluster.command("postgres", arguments), PostgresCluster.ENVIRONMENT, "INT");
        Startup.await(process, () -> cluster.isUp(process.pid()), "could not bind");
        Software software = new Software(NAME, cluster.binaries().version());
        String url = "postgres://" + folder.user() + ":" + folder.password() + "@127.0.0.1:" + port + "/"
                + PostgresCluster.DATABASE;
        return new RunningService(software, url, Startup.describe(software, port, folder), List.of(process), folder);
    }
}
