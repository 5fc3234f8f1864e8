package dev.scale.benchmarks.chaos;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A port of the loopback address that leads to a service, on whatever port that listens after its latest start. Its
 * connections can be cut. Thread-safe.
 */
final class Line implements AutoCloseable {

    private final ServerSocket door;
    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private volatile int target;

    Line() {
        try {
            door = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on a free port", e);
        }
        start("line", this::accept);
    }

    int port() {
        return door.getLocalPort();
    }

    /** Leads new connections to this port. */
    void leadTo(int port) {
        target = port;
    }

    /** Breaks all connections. */
    void cut() {
        for (Closeable socket : open) {
            closeQuietly(socket);
        }
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Socket near = door.accept();
                open.add(near);
                start("line-connect", () -> connect(near));
            } catch (IOException e) {
                // Closed, or a client that was gone before it was let in.
            }
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
            open.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            start("line-back", () -> copy(far, near));
            copy(near, far);
        } catch (IOException e) {
            // The service is away: so it is for the client.
            closeQuietly(near);
        }
    }

    /** Until either side ends; then both are closed. */
    private void copy(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                to.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // A broken connection is what a line is for.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private void closeQuietly(Closeable socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It is gone either way.
        }
    }

    private static void start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closeQuietly(door);
        cut();
    }
}
