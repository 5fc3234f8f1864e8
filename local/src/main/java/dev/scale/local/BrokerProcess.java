package dev.scale.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/** The main class of the embedded broker's own JVM; its arguments are the configuration file and the folder for data. */
final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("qpid.work_dir", arguments[1]);
        System.setProperty("QPID_WORK", arguments[1]);
        // Ports and users come from the configuration file at each start; only queues and messages are kept, in the
        // store for them.
        Path store = Path.of(arguments[1], "configuration.json");
        Files.deleteIfExists(store);
        SystemLauncher launcher = new SystemLauncher();
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::shutdown, "stop"));
        launcher.startup(Map.of(
                "type",
                "JSON",
                "storePath",
                store.toString(),
                "initialConfigurationLocation",
                Path.of(arguments[0]).toUri().toString(),
                "startupLoggedToSystemOut",
                "false",
                "context",
                Map.of(
                        "broker.failStartupWithErroredChild",
                        "true",
                        "broker.failStartupWithErroredChildScope",
                        "ALL")));
    }
}
