package dev.scale.messaging.broker;

import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens AMQP 0-9-1 brokers such as RabbitMQ; needs {@code com.rabbitmq:amqp-client} on the class path. */
public final class AmqpProvider implements BrokerProvider {

    private static final Logger LOG = LoggerFactory.getLogger(AmqpProvider.class);

    @Override
    public Set<String> schemes() {
        return Set.of("amqp", "amqps");
    }

    @Override
    public Broker open(BrokerUrl url, BrokerOptions options) {
        try {
            Class.forName("com.rabbitmq.client.ConnectionFactory", false, AmqpProvider.class.getClassLoader());
        } catch (ClassNotFoundException missing) {
            throw new BrokerException.Misconfigured(
                    "the scheme '" + url.scheme() + "' needs com.rabbitmq:amqp-client on the class path; add it",
                    missing);
        }
        checkTls(url, options.tls());
        return new AmqpBroker(url, options);
    }

    private static void checkTls(BrokerUrl url, BrokerTls tls) {
        if (!url.scheme().equals("amqps") && !Objects.equals(tls, BrokerTls.DEFAULT)) {
            throw new BrokerException.Misconfigured(
                    "TLS is set up for the broker, but amqp: is not encrypted; use amqps:, or take the TLS settings out");
        }
        if (!tls.verified()) {
            LOG.warn(
                    "THE BROKER'S CERTIFICATE IS NOT CHECKED: anybody between here and {} can read and change everything",
                    url.place());
        }
    }
}
