package dev.scale.acceptance.program;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Passes PostgreSQL connections on and gives each client a number of its own in place of the server process's, as poolers do. */
final class RenumberingProxy implements AutoCloseable {

    private static final byte BACKEND_KEY = 'K';
    private static final byte READY = 'Z';

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final String host;
    private final int port;

    RenumberingProxy(String host, int port) throws IOException {
        this.host = host;
        this.port = port;
        thread(() -> {
            while (!listener.isClosed()) {
                pass(listener.accept());
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void thread(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // one of the two has closed
                    }
                },
                "proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void pass(Socket client) throws IOException {
        Socket server = new Socket(host, port);
        thread(() -> {
            try (client;
                    server) {
                client.getInputStream().transferTo(server.getOutputStream());
            }
        });
        thread(() -> {
            try (client;
                    server) {
                fromServer(new DataInputStream(server.getInputStream()), client.getOutputStream());
            }
        });
    }

    /** Message by message until the login is over, then as it comes. */
    private static void fromServer(DataInputStream in, OutputStream out) throws IOException {
        byte type;
        do {
            type = in.readByte();
            if (type == 'N' && in.available() == 0) {
                out.write(type); // no TLS
                out.flush();
                continue;
            }
            int length = in.readInt();
            byte[] body = in.readNBytes(length - 4);
            if (type == BACKEND_KEY) {
                body[0] ^= 0x55;
            }
            out.write(type);
            out.write(new byte[] {(byte) (length >> 24), (byte) (length >> 16), (byte) (length >> 8), (byte) length});
            out.write(body);
            out.flush();
        } while (type != READY);
        InputStream rest = in;
        rest.transferTo(out);
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
