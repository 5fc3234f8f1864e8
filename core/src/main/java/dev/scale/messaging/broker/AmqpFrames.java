package dev.scale.messaging.broker;

import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.Frame;
import com.rabbitmq.client.impl.FrameHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import com.rabbitmq.client.impl.SocketFrameHandler;
import com.rabbitmq.client.impl.SocketFrameHandlerFactory;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Frames of one connection. The client library waits a quarter of the heartbeat for the next frame, and counts how often in vain; but where
 * a frame has begun it takes the first such wait for the end of the connection. Here a pause within a frame may last as long as one
 * between frames: a broker or a network that pauses for some seconds does both.
 */
final class AmqpFrames extends SocketFrameHandler {

    /** Bytes of a frame before both sides have agreed on a limit, as the client library has it: what speaks no AMQP would ask for more. */
    private static final int FIRST_FRAME_MAX = 8_192;

    private final int pauseMillis;
    private int timeoutMillis;

    private AmqpFrames(Socket socket, int pauseMillis) throws IOException {
        super(socket, null, FIRST_FRAME_MAX);
        this.pauseMillis = pauseMillis;
    }

    /**
     * A factory of connections that read this way.
     *
     * @param pauseMillis how long a pause within a frame may last
     */
    static ConnectionFactory factory(int pauseMillis) {
        return new ConnectionFactory() {
            @Override
            protected synchronized FrameHandlerFactory createFrameHandlerFactory() {
                return new SocketFrameHandlerFactory(
                        getConnectionTimeout(), getSocketFactory(), getSocketConfigurator(), isSSL()) {
                    @Override
                    public FrameHandler create(Socket socket) throws IOException {
                        return of(socket, pauseMillis);
                    }
                };
            }
        };
    }

    static FrameHandler of(Socket socket, int pauseMillis) throws IOException {
        return new AmqpFrames(socket, pauseMillis);
    }

    /** The next frame, or null where none began in time. */
    @Override
    public @Nullable Frame readFrame() throws IOException {
        DataInputStream in = getInputStream();
        in.mark(1);
        try {
            in.read();
        } catch (SocketTimeoutException noneBegan) {
            return null;
        }
        in.reset();
        waitWithinFrame();
        try {
            return super.readFrame();
        } finally {
            waitBetweenFrames();
        }
    }

    /** Called by the thread that connects, too. */
    @Override
    public synchronized void setTimeout(int millis) throws SocketException {
        timeoutMillis = millis;
        super.setTimeout(millis);
    }

    /** Zero is no timeout at all. */
    private synchronized void waitWithinFrame() throws SocketException {
        super.setTimeout(timeoutMillis == 0 ? 0 : Math.max(timeoutMillis, pauseMillis));
    }

    private synchronized void waitBetweenFrames() {
        try {
            super.setTimeout(timeoutMillis);
        } catch (SocketException closedMeanwhile) {
            // what was read counts, or what went wrong; the next read says that it is closed
        }
    }
}
