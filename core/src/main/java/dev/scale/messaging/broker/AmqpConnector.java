package dev.scale.messaging.broker;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import com.rabbitmq.client.SocketConfigurator;
import com.rabbitmq.client.SocketConfigurators;
import java.io.IOException;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Connects to the first host that answers and accepts us. Nothing recovers by itself: whoever needs a lost connection opens another. */
final class AmqpConnector {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int REPLY_TIMEOUT_MILLIS = 30_000;
    /** A connection on which nothing comes for twice as long is lost. Shorter ones end connections for a pause of a virtual machine. */
    private static final int HEARTBEAT_SECONDS = 10;

    private static final int LOST_AFTER_MILLIS = 2 * HEARTBEAT_SECONDS * 1_000;
    /** The convention of AMQP servers for connections from their own host. */
    private static final Credentials GUEST = new Credentials("guest", "guest");

    private final BrokerUrl url;
    private final BrokerOptions options;

    AmqpConnector(BrokerUrl url, BrokerOptions options) {
        this.url = url;
        this.options = options;
    }

    /** Connects; {@code purpose} names the connection and its threads. */
    AmqpConnection connect(String purpose) {
        Optional<Credentials> credentials = credentials();
        BrokerException failure = null;
        for (BrokerUrl.Host host : url.hosts()) {
            try {
                return connect(host, credentials, purpose);
            } catch (BrokerException failed) {
                failure = failure == null ? failed : graver(failure, failed);
            }
        }
        if (failure == null) {
            throw new BrokerException.Misconfigured("the broker URL names no host");
        }
        throw failure;
    }

    /** What somebody has to change is to be told, and not that another host is down as well. */
    private static BrokerException graver(BrokerException before, BrokerException now) {
        boolean outage = before instanceof BrokerException.Unavailable;
        BrokerException graver = outage ? now : before;
        graver.addSuppressed(outage ? before : now);
        return graver;
    }

    private Optional<Credentials> credentials() {
        if (options.credentials() == null) {
            return url.credentials();
        }
        try {
            return Optional.of(options.credentials().get());
        } catch (BrokerException failed) {
            throw failed;
        } catch (RuntimeException failed) {
            // its words may hold a secret
            throw new BrokerException.Unavailable(
                    "the broker's credentials cannot be had: "
                            + failed.getClass().getSimpleName(),
                    failed);
        }
    }

    private AmqpConnection connect(BrokerUrl.Host host, Optional<Credentials> credentials, String purpose) {
        AtomicReference<Socket> socket = new AtomicReference<>();
        ConnectionFactory factory = factory(credentials, purpose);
        factory.setHost(host.name());
        factory.setPort(host.port());
        SocketConfigurator verification = encrypted() && options.tls().verified()
                ? SocketConfigurators.enableHostnameVerification()
                : opened -> {};
        factory.setSocketConfigurator(verification.andThen(opened -> {
            opened.setTcpNoDelay(true);
            socket.set(opened);
        }));
        try {
            Connection connection = factory.newConnection(options.clientName() + " " + purpose);
            return new AmqpConnection(connection, Objects.requireNonNull(socket.get()), host.toString());
        } catch (AuthenticationFailureException refused) {
            throw new BrokerException.Refused(
                    "the broker at " + host + " does not accept user and password; check the broker URL", refused);
        } catch (PossibleAuthenticationFailureException ended) {
            throw AmqpErrors.ofLogin("the broker at " + host, ended);
        } catch (TimeoutException silent) {
            throw new BrokerException.Unavailable(
                    "cannot connect to the broker at " + host
                            + ": it takes the connection and does not answer; see whether"
                            + " it is overloaded or frozen, and whether it is a broker",
                    silent);
        } catch (IOException | ShutdownSignalException failed) {
            throw (encrypted()
                            ? TlsErrors.translate(host, options.tls(), failed)
                            : TlsErrors.translatePlain(host, failed))
                    .orElseGet(() -> AmqpErrors.translate("cannot connect to the broker at " + host, failed));
        }
    }

    private ConnectionFactory factory(Optional<Credentials> given, String purpose) {
        ConnectionFactory factory = AmqpFrames.factory(LOST_AFTER_MILLIS);
        Credentials credentials = given.orElse(GUEST);
        factory.setUsername(credentials.user());
        factory.setPassword(credentials.password());
        factory.setVirtualHost(url.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        factory.setTopologyRecoveryEnabled(false);
        factory.setConnectionTimeout(CONNECT_TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(CONNECT_TIMEOUT_MILLIS);
        factory.setChannelRpcTimeout(REPLY_TIMEOUT_MILLIS);
        factory.setExceptionHandler(new AmqpClientTrouble());
        factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
        // a message above the client's own limit would end every connection that receives it
        factory.setMaxInboundMessageBodySize(Integer.MAX_VALUE);
        Map<String, Object> properties = new HashMap<>(factory.getClientProperties());
        // else Qpid answers a message without a queue by closing the connection instead of returning it
        properties.put("qpid.close_when_no_route", "false");
        factory.setClientProperties(properties);
        factory.setThreadFactory(task -> {
            Thread thread = new Thread(task, "scale-amqp-" + purpose);
            thread.setDaemon(true);
            return thread;
        });
        if (encrypted()) {
            factory.useSslProtocol(TlsContext.of(options.tls()));
            if (given.isEmpty() && options.tls().identity().isPresent()) {
                factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
            }
        }
        return factory;
    }

    private boolean encrypted() {
        return url.scheme().equals("amqps");
    }
}
