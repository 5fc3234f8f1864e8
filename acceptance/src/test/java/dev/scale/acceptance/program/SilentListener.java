package dev.scale.acceptance.program;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes connections on a free port of the loopback address, gives each a first answer, or none, and is silent from then on. */
final class SilentListener implements AutoCloseable {

    private final ServerSocket listening;
    private final byte[] firstAnswer;
    private final Set<Socket> taken = ConcurrentHashMap.newKeySet();

    SilentListener(byte... firstAnswer) {
        this.firstAnswer = firstAnswer;
        try {
            listening = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread thread = new Thread(this::accept, "silent-listener");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many connections it has taken so far. */
    int taken() {
        return taken.size();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket socket = listening.accept();
                taken.add(socket);
                socket.getOutputStream().write(firstAnswer);
            } catch (IOException closedOrGone) {
                // closed: the loop ends; a client that is gone already: the next one
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : taken) {
            socket.close();
        }
    }
}
