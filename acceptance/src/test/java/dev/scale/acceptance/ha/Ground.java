package dev.scale.acceptance.ha;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Where servers run that refuse to run as root: a folder of the user "nobody", or of our own where we are not root. */
record Ground(Path folder, boolean root) implements AutoCloseable {

    private static final int NOBODY = 65534;
    private static final int PATIENCE_MILLIS = 2_000;

    static Ground make() throws IOException {
        Path folder = Files.createTempDirectory("scale-ha");
        Ground ground = new Ground(folder, (int) Files.getAttribute(folder, "unix:uid") == 0);
        ground.give(folder);
        return ground;
    }

    /** Skips the test with a plain reason, or fails it in continuous integration. */
    static void require(boolean there, String what, String debianPackage) {
        if (there) {
            return;
        }
        String reason = what + " is not installed (Debian: apt install " + debianPackage + ")";
        if (Objects.equals(System.getenv("CI"), "true")) {
            fail(reason);
        }
        System.err.println("SKIPPED: " + reason);
        abort(reason);
    }

    /** Lets the servers have a file or folder that we made. */
    void give(Path path) throws IOException {
        if (root) {
            Files.setAttribute(path, "unix:gid", NOBODY);
            Files.setAttribute(path, "unix:uid", NOBODY);
        }
    }

    /** A command as it has to be started. */
    List<String> command(List<String> command) {
        String id = Integer.toString(NOBODY);
        List<String> prefix =
                root ? List.of("setpriv", "--reuid", id, "--regid", id, "--clear-groups") : List.<String>of();
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    /** A port of the loopback address that is free just now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Whether a server takes connections on a port of the loopback address. */
    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
