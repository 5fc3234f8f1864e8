package dev.scale.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboard's usual port belongs to somebody else: a second program on this host, say. */
class TakenPortIT {

    @TempDir
    Path folder;

    @Test
    void theDashboardMovesToAFreePort() throws Exception {
        try (Holder holder = new Holder();
                RunningProgram up = RunningProgram.start(Program.copiedTo(folder), folder, "up")) {
            up.says("scale: ready").says("(port 8484 is taken)");

            assertThat(up.stop()).isZero();
        }
    }

    /** Holds the port, unless somebody does already. */
    private static final class Holder implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket();

        Holder() throws IOException {
            try {
                socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), 8484));
            } catch (java.net.BindException taken) {
                socket.close();
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
