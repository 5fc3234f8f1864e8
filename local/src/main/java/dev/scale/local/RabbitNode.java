package dev.scale.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A private RabbitMQ node, from the server that is installed on this machine, over a folder: with a name, cookie, configuration and port
 * mapper (epmd) of its own, apart from any other node. Everything of it listens on the loopback address alone, on ports that are free at
 * the start, of which that for AMQP stays the same. Durable queues and confirmed persistent messages survive a kill of it or of this JVM.
 *
 * <p>The URL names one user, {@code scale}, an administrator, and the virtual host {@code /}.
 */
public final class RabbitNode {
    private static final String NAME = "RabbitMQ";

    /** The server's own script: the wrapper on the path changes the user. */
    private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private static final Path RELEASES = Path.of("/usr/lib/rabbitmq/lib");
    private static final String RELEASE_PREFIX = "rabbitmq_server-";

    /** The data directory bears the name of the node, so it stays the same. */
    private static final String NODE = "scale@localhost";

    /** What to say where {@link #installed} is false. */
    public static final String MISSING = "no RabbitMQ server on this machine (" + SERVER
            + " and epmd on the path are needed): install it, on Debian with: apt-get install rabbitmq-server";

    private RabbitNode() {}

    /** Whether a RabbitMQ server, as Debian packages it, is installed. */
    public static boolean installed() {
        return Files.isExecutable(SERVER)
                && Commands.exists("epmd")
                && version().isPresent();
    }

    /** Whether a folder holds queues and messages of such a node. */
    public static boolean holdsData(Path folder) {
        return ServiceRecord.holds(folder, NAME);
    }

    /**
     * Starts it over the data in a folder, which is made when missing, and returns when it takes connections.
     *
     * @throws LocalServiceException with one line that says why it cannot and what to do
     */
    public static LocalService start(Path folder) {
        return start(folder, List.of());
    }

    /**
     * As {@link #start(Path)}, with further lines of {@code rabbitmq.conf}, such as {@code vm_memory_high_watermark.absolute = 64MB}.
     *
     * @throws LocalServiceException with one line that says why it cannot and what to do
     */
    public static LocalService start(Path folder, List<String> configuration) {
        return start(folder, configuration, List.of());
    }

    /**
     * As {@link #start(Path, List)}, with plugins of the server, such as {@code rabbitmq_auth_mechanism_ssl}.
     *
     * @throws LocalServiceException with one line that says why it cannot and what to do
     */
    public static LocalService start(Path folder, List<String> configuration, List<String> plugins) {
        if (!installed()) {
            throw new LocalServiceException(MISSING);
        }
        Software software = new Software(NAME, version().orElseThrow());
        ServiceFolder opened = ServiceFolder.open(folder, NAME);
        return Startup.of(opened, () -> {
            opened.requireReadableBy(software);
            Path cookie = Files.createDirectories(opened.data()).resolve(".erlang.cookie");
            if (!Files.exists(cookie)) {
                // Erlang would make one that can be guessed from the time.
                PrivateFiles.replace(cookie, ServiceFolder.randomSecret());
            }
            PrivateFiles.replace(opened.path().resolve("enabled_plugins"), "[" + String.join(",", plugins) + "].\n");
            return serve(opened, software, configuration);
        });
    }

    private static Optional<String> version() {
        try (Stream<Path> releases = Files.list(RELEASES)) {
            return releases.map(release -> release.getFileName().toString())
                    .filter(name -> name.startsWith(RELEASE_PREFIX))
                    .map(name -> name.substring(RELEASE_PREFIX.length()))
                    .max((one, other) -> new Software(NAME, one).reads(other) ? 1 : -1);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static RunningService serve(ServiceFolder folder, Software software, List<String> configuration)
            throws IOException {
        int port = folder.port();
        int mapperPort = Ports.free();
        writeConfiguration(folder, port, configuration);
        Map<String, String> environment = environment(folder, mapperPort);
        List<String> mapperCommand = List.of("epmd", "-address", "127.0.0.1", "-port", Integer.toString(mapperPort));
        GuardedProcess mapper = GuardedProcess.start(folder.path(), "epmd", mapperCommand, environment, "TERM");
        try {
            Startup.await(mapper, () -> Ports.accepts(mapperPort), "already in use");
            GuardedProcess node =
                    GuardedProcess.start(folder.path(), "rabbitmq", List.of(SERVER.toString()), environment, "TERM");
            Startup.await(node, () -> Ports.answersAmqp(port), "eaddrinuse");
            String url = "amqp://" + folder.user() + ":" + folder.password() + "@127.0.0.1:" + port + "//";
            String description = Startup.describe(software, port, folder);
            return new RunningService(software, url, description, List.of(node, mapper), folder);
        } catch (IOException | RuntimeException | Error e) {
            mapper.stop();
            throw e;
        }
    }

    private static void writeConfiguration(ServiceFolder folder, int port, List<String> further) throws IOException {
        String configuration = """
                listeners.tcp.1 = 127.0.0.1:%d
                default_user = %s
                default_pass = %s
                log.console = true
                log.console.level = warning
                log.file = false
                """.formatted(port, folder.user(), folder.password());
        PrivateFiles.replace(folder.path().resolve("rabbitmq.conf"), configuration + String.join("\n", further) + "\n");
    }

    private static Map<String, String> environment(ServiceFolder folder, int mapperPort) throws IOException {
        Map<String, String> environment = new HashMap<>();
        // Another node's settings must not reach this one; an empty value removes a variable.
        System.getenv().keySet().stream()
                .filter(name -> name.startsWith("RABBITMQ_") || name.startsWith("ERL_") || name.equals("NOTIFY_SOCKET"))
                .forEach(name -> environment.put(name, ""));
        String none = folder.path().resolve("none").toString();
        environment.put("HOME", folder.data().toString());
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("RABBITMQ_NODENAME", NODE);
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(Ports.free()));
        environment.put("RABBITMQ_MNESIA_BASE", folder.data().toString());
        environment.put("RABBITMQ_LOG_BASE", folder.path().toString());
        environment.put(
                "RABBITMQ_CONFIG_FILE", folder.path().resolve("rabbitmq.conf").toString());
        environment.put("RABBITMQ_CONFIG_FILES", none);
        environment.put("RABBITMQ_ADVANCED_CONFIG_FILE", none + ".config");
        environment.put("RABBITMQ_CONF_ENV_FILE", none);
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.path().resolve("enabled_plugins").toString());
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}");
        // Makes the script become the server instead of waiting for it, so that the process that we know is the one
        // that serves.
        environment.put("detached", "true");
        return environment;
    }
}
