package dev.scale.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.qpid.server.configuration.CommonProperties;

/**
 * An AMQP 0-9-1 broker (Apache Qpid Broker-J) in a JVM of its own, over a folder. Durable queues and confirmed persistent messages survive a
 * kill of it or of this JVM. It listens on the loopback address alone, on a port that was free at its first start, and asks for a password. Its
 * memory is bounded; it has no management console.
 *
 * <p>The URL names one user, {@code scale}, and the default virtual host.
 */
public final class EmbeddedBroker {
    static final String NAME = "Apache Qpid Broker-J";

    // Its own settings from the outside, such as a debugger's port, are this JVM's affair.
    private static final Map<String, String> ENVIRONMENT = Map.of("JAVA_TOOL_OPTIONS", "", "JDK_JAVA_OPTIONS", "");

    private EmbeddedBroker() {}

    /** Whether a folder holds queues and messages of such a broker. */
    public static boolean holdsData(Path folder) {
        return ServiceRecord.holds(folder, NAME);
    }

    /**
     * Starts it over the data in a folder, which is made when missing, and returns when it takes connections.
     *
     * @throws LocalServiceException with one line that says why it cannot and what to do
     */
    public static LocalService start(Path folder) {
        Software software = new Software(NAME, CommonProperties.getReleaseVersion());
        ServiceFolder opened = ServiceFolder.open(folder, NAME);
        return Startup.of(opened, () -> {
            opened.requireReadableBy(software);
            Files.createDirectories(opened.data());
            return serve(opened, software);
        });
    }

    private static RunningService serve(ServiceFolder folder, Software software) throws IOException {
        int port = folder.port();
        Path configuration = folder.path().resolve("broker.json");
        PrivateFiles.replace(configuration, configuration(folder, port));
        GuardedProcess process =
                GuardedProcess.start(folder.path(), "broker", command(folder, configuration), environment(), "TERM");
        Startup.await(process, () -> process.output().contains(BrokerProcess.UP), "Cannot bind");
        String url = "amqp://" + folder.user() + ":" + folder.password() + "@127.0.0.1:" + port + "//";
        return new RunningService(software, url, Startup.describe(software, port, folder), List.of(process), folder);
    }

    private static List<String> command(ServiceFolder folder, Path configuration) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Djava.awt.headless=true",
                "-Dderby.stream.error.file=" + folder.path().resolve("derby.log"),
                "-Dslf4j.provider=" + BrokerLog.class.getName(),
                BrokerProcess.class.getName(),
                configuration.toString(),
                folder.data().toString());
    }

    private static Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put("CLASSPATH", classPath());
        return environment;
    }

    /** That of this JVM, absolute because the broker starts in another folder. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String configuration(ServiceFolder folder, int port) {
        return """
                {
                  "name": "scale", "modelVersion": "9.1",
                  "authenticationproviders": [{
                    "name": "users", "type": "Plain", "secureOnlyMechanisms": [],
                    "users": [{"name": "%s", "type": "managed", "password": "%s"}]
                  }],
                  "ports": [{
                    "name": "amqp", "type": "AMQP", "bindingAddress": "127.0.0.1", "port": %d, "protocols": ["AMQP_0_9_1"],
                    "authenticationProvider": "users",
                    "virtualhostaliases": [{"name": "default", "type": "defaultAlias"}]
                  }],
                  "virtualhostnodes": [{
                    "name": "default", "type": "DERBY", "defaultVirtualHostNode": true, "storePath": "${qpid.work_dir}/default",
                    "virtualHostInitialConfiguration": "{\\"type\\": \\"ProvidedStore\\"}"
                  }]
                }
                """.formatted(folder.user(), folder.password(), port);
    }
}
