package dev.scale.app.task;

import dev.scale.app.Configuration;
import dev.scale.app.Setting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where tasks run. */
final class Node {

    /** Asking the kernel keeps a name server that does not answer from holding up the task. */
    private static final Path KERNELS_WORD = Path.of("/proc/sys/kernel/hostname");

    private Node() {}

    /** The name that the settings give, else the host's. */
    static String name(Configuration configuration) {
        return configuration.text(Setting.NODE).orElseGet(Node::host);
    }

    static String host() {
        try {
            String name = Files.readString(KERNELS_WORD).strip();
            if (!name.isEmpty()) {
                return name;
            }
        } catch (IOException e) {
            // another system than Linux
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }
}
