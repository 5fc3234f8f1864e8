package dev.scale.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The first bytes of AMQP 0-9-1: a client names the protocol, and a server that is up answers with a method frame. */
final class AmqpGreeting {
    private static final byte[] PROTOCOL_HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};
    private static final int METHOD_FRAME = 1;

    private AmqpGreeting() {}

    /** Whether a server on this port of the loopback address takes AMQP connections now. */
    static boolean isAnsweredOn(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(2_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 2_000);
            socket.getOutputStream().write(PROTOCOL_HEADER);
            return socket.getInputStream().read() == METHOD_FRAME;
        } catch (IOException e) {
            return false;
        }
    }
}
