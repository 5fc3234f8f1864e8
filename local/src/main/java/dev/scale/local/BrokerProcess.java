package dev.scale.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHost;
import org.apache.qpid.server.model.VirtualHostNode;

/** The main class of the embedded broker's own JVM; its arguments are the configuration file and the folder for data. */
final class BrokerProcess {
    /** Printed when the queues and messages are recovered: the port takes connections before, only to refuse them. */
    static final String UP = "The broker is up.";

    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        System.setProperty("qpid.work_dir", arguments[1]);
        System.setProperty("QPID_WORK", arguments[1]);
        // Ports and users come from the configuration file at each start; only queues and messages are kept, in another
        // store.
        Path store = Path.of(arguments[1], "configuration.json");
        Files.deleteIfExists(store);
        CompletableFuture<SystemConfig<?>> system = new CompletableFuture<>();
        SystemLauncher launcher = new SystemLauncher(new DefaultSystemLauncherListener() {
            @Override
            public void onContainerResolve(SystemConfig<?> resolved) {
                system.complete(resolved);
            }
        });
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::shutdown, "stop"));
        launcher.startup(attributes(Path.of(arguments[0]), store));
        State state;
        while ((state = state(system.join())) != State.ACTIVE) {
            if (state == State.ERRORED) {
                System.err.println("The stored queues and messages cannot be read.");
                System.exit(1);
            }
            Thread.sleep(20);
        }
        System.out.println(UP);
    }

    private static Map<String, Object> attributes(Path configuration, Path store) {
        Map<String, Object> context =
                Map.of("broker.failStartupWithErroredChild", "true", "broker.failStartupWithErroredChildScope", "ALL");
        return Map.of(
                SystemConfig.TYPE,
                "JSON",
                "storePath",
                store.toString(),
                SystemConfig.INITIAL_CONFIGURATION_LOCATION,
                configuration.toUri().toString(),
                SystemConfig.STARTUP_LOGGED_TO_SYSTEM_OUT,
                "false",
                SystemConfig.CONTEXT,
                context);
    }

    private static State state(SystemConfig<?> system) {
        Broker<?> broker = (Broker<?>) system.getContainer();
        VirtualHostNode<?> node = broker.getVirtualHostNodes().iterator().next();
        VirtualHost<?> host = node.getVirtualHost();
        return host == null
                ? (node.getState() == State.ERRORED ? State.ERRORED : State.UNINITIALIZED)
                : host.getState();
    }
}
