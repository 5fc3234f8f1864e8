package dev.scale.messaging.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An open connection with its socket, so that it can be ended even while a write to it is stuck. */
final class AmqpConnection {

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final Connection connection;
    private final Socket socket;
    private final String place;
    private volatile @Nullable String alarm;
    private volatile int largestBody = Integer.MAX_VALUE;

    AmqpConnection(Connection connection, Socket socket, String place) {
        this.connection = connection;
        this.socket = socket;
        this.place = place;
        connection.addBlockedListener(reason -> alarm = reason, () -> alarm = null);
    }

    Channel createChannel() throws IOException {
        Channel channel = connection.createChannel();
        if (channel == null) {
            throw new BrokerException.Unavailable("no channel is free on the connection to " + place, null);
        }
        return channel;
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Host and port, and what runs there. */
    String place() {
        return place;
    }

    /** Why the broker takes no messages from this connection at the moment; null when it does. */
    @Nullable
    String alarm() {
        return alarm;
    }

    /** The largest body that the server takes, as far as it has said so: it tells by refusing a larger one. */
    int largestBody() {
        return largestBody;
    }

    void largestBody(int bytes) {
        largestBody = bytes;
    }

    AmqpServer server() {
        return AmqpServer.of(connection.getServerProperties());
    }

    /** Closes in good order, or hard where that does not end in time. */
    void close() {
        if (!finishes("scale-amqp-close", CLOSE_LIMIT, () -> connection.abort((int) CLOSE_LIMIT.toMillis()))) {
            sever();
        }
    }

    /** Closes the socket under whatever is stuck on it; the client then sees a lost connection. */
    void sever() {
        // even this can wait for a stuck write where TLS wants to say goodbye
        finishes("scale-amqp-sever", CLOSE_LIMIT, () -> {
            try {
                socket.close();
            } catch (IOException closedAnyway) {
                connection.abort(0);
            }
        });
    }

    /** Runs something that may get stuck on a thread of its own; false where it did not end in time. */
    static boolean finishes(String threadName, Duration limit, Runnable action) {
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } finally {
                        done.countDown();
                    }
                },
                threadName);
        thread.setDaemon(true);
        thread.start();
        try {
            return done.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
