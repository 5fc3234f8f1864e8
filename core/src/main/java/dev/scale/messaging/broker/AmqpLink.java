package dev.scale.messaging.broker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of a broker's two connections: opened when somebody needs it, and again when it was lost. */
final class AmqpLink implements AutoCloseable {

    private final AmqpConnector connector;
    private final String purpose;
    private final BrokerUrl url;
    private volatile @Nullable AmqpConnection current;
    private volatile @Nullable String failure;
    private volatile boolean closed;

    AmqpLink(AmqpConnector connector, String purpose, BrokerUrl url) {
        this.connector = connector;
        this.purpose = purpose;
        this.url = url;
    }

    /** The open connection; connects where there is none. */
    synchronized AmqpConnection connection() {
        AmqpConnection connection = current;
        if (closed) {
            throw new BrokerException.Unavailable(PublishReport.Unconfirmed.CLOSED, null);
        }
        if (connection != null && connection.isOpen()) {
            return connection;
        }
        try {
            connection = connector.connect(purpose);
        } catch (BrokerException failed) {
            failure = failed.getMessage();
            throw failed;
        }
        current = connection;
        failure = null;
        if (closed) {
            connection.close();
            throw new BrokerException.Unavailable(PublishReport.Unconfirmed.CLOSED, null);
        }
        return connection;
    }

    /** Why the broker takes no messages over this connection; null when it does. */
    @Nullable
    String alarm() {
        AmqpConnection connection = current;
        return connection == null ? null : connection.alarm();
    }

    /** The largest body that the server is known to take. */
    int largestBody() {
        AmqpConnection connection = current;
        return connection == null ? Integer.MAX_VALUE : connection.largestBody();
    }

    String place() {
        AmqpConnection connection = current;
        return connection == null ? url.place() : connection.place();
    }

    /** How it is; empty where it was not used yet. */
    Optional<BrokerStatus> status() {
        AmqpConnection connection = current;
        String reason = failure;
        if (connection == null) {
            return Optional.ofNullable(reason).map(why -> new BrokerStatus(BrokerStatus.State.DISCONNECTED, why));
        }
        if (!connection.isOpen()) {
            return Optional.of(new BrokerStatus(
                    BrokerStatus.State.DISCONNECTED, reason == null ? "lost " + connection.place() : reason));
        }
        String alarm = connection.alarm();
        return Optional.of(
                alarm == null
                        ? new BrokerStatus(
                                BrokerStatus.State.CONNECTED, connection.server() + " at " + connection.place())
                        : new BrokerStatus(
                                BrokerStatus.State.BLOCKED, connection.place() + " takes no messages: " + alarm));
    }

    void sever() {
        AmqpConnection connection = current;
        if (connection != null) {
            connection.sever();
        }
    }

    /** Does not wait for a connect that is under way: that one closes what it opened. */
    @Override
    public void close() {
        closed = true;
        AmqpConnection connection = current;
        if (connection != null) {
            connection.close();
        }
    }
}
