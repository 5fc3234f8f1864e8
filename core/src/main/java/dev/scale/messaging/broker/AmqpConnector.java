package dev.scale.messaging.broker;

import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.Socket;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Connects to the first host that answers. Nothing recovers by itself: whoever needs a lost connection opens another. */
final class AmqpConnector {

    private static final int CONNECT_TIMEOUT_MILLIS = 10_000;
    private static final int REPLY_TIMEOUT_MILLIS = 30_000;
    /** A connection on which nothing comes for twice as long is lost. Shorter ones end connections for a pause of a virtual machine. */
    private static final int HEARTBEAT_SECONDS = 10;
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
        Credentials credentials = credentials();
        BrokerException failure = null;
        for (BrokerUrl.Host host : url.hosts()) {
            try {
                return connect(host, credentials, purpose);
            } catch (BrokerException.Unavailable unreachable) {
                if (failure != null) {
                    unreachable.addSuppressed(failure);
                }
                failure = unreachable;
            }
        }
        if (failure == null) {
            throw new BrokerException.Misconfigured("the broker URL names no host");
        }
        throw failure;
    }

    private Credentials credentials() {
        Supplier<Credentials> supplier = options.credentials();
        if (supplier == null) {
            return url.credentials().orElse(GUEST);
        }
        try {
            return Objects.requireNonNull(supplier.get(), "nothing was supplied");
        } catch (BrokerException clear) {
            throw clear;
        } catch (RuntimeException failed) {
            throw new BrokerException.Misconfigured(
                    "cannot get user and password for the broker at " + url.place() + ": " + AmqpErrors.describe(failed)
                            + "; check where they are read from",
                    failed);
        }
    }

    private AmqpConnection connect(BrokerUrl.Host host, Credentials credentials, String purpose) {
        AtomicReference<Socket> socket = new AtomicReference<>();
        ConnectionFactory factory = factory(credentials, purpose);
        factory.setHost(host.name());
        factory.setPort(host.port());
        factory.setSocketConfigurator(opened -> {
            opened.setTcpNoDelay(true);
            socket.set(opened);
        });
        try {
            Connection connection = factory.newConnection(options.clientName() + " " + purpose);
            return new AmqpConnection(connection, Objects.requireNonNull(socket.get()), host.toString());
        } catch (AuthenticationFailureException refused) {
            throw new BrokerException.Refused(
                    "the broker at " + host + " does not accept user and password; check the broker URL", refused);
        } catch (PossibleAuthenticationFailureException ended) {
            throw AmqpErrors.translate(
                    "the broker at " + host + " ended the login; check user and password if it always does", ended);
        } catch (IOException | TimeoutException | ShutdownSignalException failed) {
            throw AmqpErrors.translate("cannot connect to the broker at " + host, failed);
        }
    }

    private ConnectionFactory factory(Credentials credentials, String purpose) {
        ConnectionFactory factory = new ConnectionFactory();
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
        if (url.scheme().equals("amqps")) {
            try {
                factory.useSslProtocol(SSLContext.getDefault());
            } catch (NoSuchAlgorithmException noTls) {
                throw new BrokerException.Misconfigured(
                        "this JVM has no TLS for amqps; check its security settings", noTls);
            }
            factory.enableHostnameVerification();
        }
        return factory;
    }
}
