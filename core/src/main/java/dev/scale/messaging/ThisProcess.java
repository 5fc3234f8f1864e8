package dev.scale.messaging;

import dev.scale.messaging.store.WorkerRow;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** How this process presents itself to others. */
final class ThisProcess {

    private ThisProcess() {}

    static WorkerRow handling(String queue) {
        return new WorkerRow(
                UUID.randomUUID(),
                queue,
                host(),
                ProcessHandle.current().pid(),
                Worker.class.getPackage().getImplementationVersion());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown host";
        }
    }
}
