package dev.scale.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;

/** TCP ports of the loopback address. */
final class Ports {
    /** How an AMQP 0-9-1 client names the protocol. */
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

    /** The type of the frame with which a server that is up answers. */
    private static final int METHOD_FRAME = 1;

    private static final int PATIENCE_MILLIS = 2_000;

    private Ports() {}

    /** One that is free just now: another program may take it before it is used, so be ready to ask again. */
    static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        }
    }

    /** Whether nothing listens on it just now; the same holds as for {@link #free}. */
    static boolean isFree(int port) throws UnknownHostException {
        try (ServerSocket socket = new ServerSocket(port, 1, loopback())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    /** Whether a server takes connections on it. */
    static boolean accepts(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(loopback(), port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a server takes AMQP connections on it. */
    static boolean answersAmqp(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(loopback(), port), PATIENCE_MILLIS);
            socket.getOutputStream().write(PROTOCOL_HEADER);
            return socket.getInputStream().read() == METHOD_FRAME;
        } catch (IOException e) {
            return false;
        }
    }

    /** The address of version 4, which the services listen on, whichever version this JVM prefers. */
    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
