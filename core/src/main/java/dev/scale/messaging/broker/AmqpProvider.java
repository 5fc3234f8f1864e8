package dev.scale.messaging.broker;

import java.util.Set;

/** Opens AMQP 0-9-1 brokers such as RabbitMQ; needs {@code com.rabbitmq:amqp-client} on the class path. */
public final class AmqpProvider implements BrokerProvider {

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
        return new AmqpBroker(url, options);
    }
}
