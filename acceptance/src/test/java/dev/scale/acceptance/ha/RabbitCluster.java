package dev.scale.acceptance.ha;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.scale.local.RabbitNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Three RabbitMQ nodes that are one broker, apart from any other: cookie, port mapper and ports of their own, on the loopback address. */
final class RabbitCluster implements AutoCloseable {

    private static final int NODES = 3;
    private static final String PROGRAMS = "/usr/lib/rabbitmq/bin/";
    private static final Path LOGS = Path.of("target", "ha");
    private static final String USER = "scale";
    private static final String PASSWORD = "no-secret";

    private final Path folder;
    private final int mapperPort = Ground.freePort();
    private final int[] ports = new int[NODES];
    private final int[] links = new int[NODES];
    private final Daemon[] nodes = new Daemon[NODES];
    private final Daemon mapper;

    /** Starts them in a folder of ours and returns when all take connections. */
    RabbitCluster(Path folder) throws IOException {
        this.folder = folder;
        Path cookie = Files.writeString(
                folder.resolve(".erlang.cookie"), UUID.randomUUID().toString().replace("-", ""));
        Files.setPosixFilePermissions(cookie, PosixFilePermissions.fromString("r--------"));
        Files.writeString(folder.resolve("enabled_plugins"), "[].\n");
        for (int i = 0; i < NODES; i++) {
            ports[i] = Ground.freePort();
            links[i] = Ground.freePort();
        }
        mapper = Daemon.start(
                LOGS.resolve("epmd.log"),
                Map.of(),
                List.of("epmd", "-address", "127.0.0.1", "-port", Integer.toString(mapperPort)));
        await().until(() -> Ground.accepts(mapperPort));
        // the first founds the cluster, the others join it
        for (int i = 0; i < NODES; i++) {
            start(i);
        }
    }

    static boolean installed() {
        return RabbitNode.installed();
    }

    void start(int node) throws IOException {
        StringBuilder configuration = new StringBuilder("""
                listeners.tcp.1 = 127.0.0.1:%d
                default_user = %s
                default_pass = %s
                log.console = true
                log.console.level = warning
                log.file = false
                cluster_formation.peer_discovery_backend = classic_config
                """.formatted(ports[node], USER, PASSWORD));
        for (int i = 0; i < NODES; i++) {
            configuration.append("cluster_formation.classic_config.nodes.%d = %s%n".formatted(i + 1, name(i)));
        }
        Files.writeString(folder.resolve(node + ".conf"), configuration);
        nodes[node] = Daemon.start(
                LOGS.resolve("rabbitmq-" + ports[node] + ".log"),
                environment(node),
                List.of(PROGRAMS + "rabbitmq-server"));
        await().atMost(Duration.ofMinutes(2)).until(() -> !nodes[node].runs() || Ground.accepts(ports[node]));
        if (!nodes[node].runs()) {
            throw new IllegalStateException("a node has ended: " + nodes[node].printed());
        }
    }

    private static String name(int node) {
        return "ha" + node + "@localhost";
    }

    private Map<String, String> environment(int node) {
        Map<String, String> environment = new HashMap<>();
        System.getenv().keySet().stream()
                .filter(variable -> variable.startsWith("RABBITMQ_") || variable.startsWith("ERL_"))
                .forEach(variable -> environment.put(variable, ""));
        Path data = folder.resolve("data" + node);
        environment.put("HOME", folder.toString());
        environment.put("ERL_EPMD_ADDRESS", "127.0.0.1");
        environment.put("ERL_EPMD_PORT", Integer.toString(mapperPort));
        environment.put("RABBITMQ_NODENAME", name(node));
        environment.put("RABBITMQ_DIST_PORT", Integer.toString(links[node]));
        environment.put("RABBITMQ_MNESIA_BASE", data.toString());
        environment.put("RABBITMQ_LOG_BASE", data.toString());
        environment.put("RABBITMQ_CONFIG_FILE", folder.resolve(node + ".conf").toString());
        environment.put("RABBITMQ_CONFIG_FILES", folder.resolve("none").toString());
        environment.put(
                "RABBITMQ_ADVANCED_CONFIG_FILE", folder.resolve("none.config").toString());
        environment.put("RABBITMQ_CONF_ENV_FILE", folder.resolve("none").toString());
        environment.put(
                "RABBITMQ_ENABLED_PLUGINS_FILE",
                folder.resolve("enabled_plugins").toString());
        environment.put(
                "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "-start_epmd false -kernel inet_dist_use_interface {127,0,0,1}");
        // the script becomes the server
        environment.put("detached", "true");
        return environment;
    }

    /** Of all nodes. */
    String url() {
        return "amqp://" + USER + ":" + PASSWORD + "@"
                + IntStream.of(ports).mapToObj(port -> "127.0.0.1:" + port).collect(Collectors.joining(",")) + "//";
    }

    /** The node that leads a quorum queue, as one that runs tells it. */
    int leader(String queue) throws IOException, InterruptedException {
        for (String line :
                control("list_queues", "--no-table-headers", "name", "leader").split("\n")) {
            String[] columns = line.split("\t");
            if (columns[0].equals(queue)) {
                return Character.digit(columns[1].charAt(2), 10);
            }
        }
        throw new IllegalStateException("no such queue");
    }

    private String control(String... command) throws IOException, InterruptedException {
        int running = IntStream.range(0, NODES)
                .filter(i -> nodes[i].runs())
                .findFirst()
                .orElseThrow();
        List<String> line = new ArrayList<>(List.of(PROGRAMS + "rabbitmqctl", "--quiet"));
        line.addAll(List.of(command));
        ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
        environment(running).forEach((variable, value) -> builder.environment().put(variable, value));
        builder.environment().values().removeIf(String::isEmpty);
        builder.environment().remove("RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS");
        Process process = builder.start();
        process.getOutputStream().close();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(List.of(command) + " failed: " + printed);
        }
        return printed;
    }

    void kill(int node) {
        nodes[node].kill();
    }

    @Override
    public void close() {
        for (Daemon node : nodes) {
            if (node != null) {
                node.close();
            }
        }
        mapper.close();
    }
}
