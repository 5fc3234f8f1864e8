package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is chosen beside the URL.
 *
 * @param queue name of the queue
 * @param queueType type of a queue that we have to declare on RabbitMQ; empty: the best that the server has
 * @param clientName shown by the broker for our connections, and sent as {@code app_id}
 * @param publishLimit longest wait for the confirmation of a publish, connecting included
 * @param maxBody largest body sent, in bytes
 * @param credentials asked at each connect where present; goes before what the URL says; throws
 *     {@link BrokerException.Unavailable} where the secret cannot be had just now
 * @param tls how {@code amqps} is secured
 */
public record BrokerOptions(
        String queue,
        Optional<String> queueType,
        String clientName,
        Duration publishLimit,
        int maxBody,
        @Nullable Supplier<Credentials> credentials,
        BrokerTls tls) {

    public static final Duration DEFAULT_PUBLISH_LIMIT = Duration.ofSeconds(30);
    public static final int DEFAULT_MAX_BODY = 1024 * 1024;

    /** The defaults for a queue. */
    public static BrokerOptions forQueue(String queue) {
        return new BrokerOptions(
                queue, Optional.empty(), "scale", DEFAULT_PUBLISH_LIMIT, DEFAULT_MAX_BODY, null, BrokerTls.DEFAULT);
    }

    public BrokerOptions withQueueType(String type) {
        return new BrokerOptions(queue, Optional.of(type), clientName, publishLimit, maxBody, credentials, tls);
    }

    public BrokerOptions withClientName(String name) {
        return new BrokerOptions(queue, queueType, name, publishLimit, maxBody, credentials, tls);
    }

    public BrokerOptions withPublishLimit(Duration limit) {
        return new BrokerOptions(queue, queueType, clientName, limit, maxBody, credentials, tls);
    }

    public BrokerOptions withMaxBody(int bytes) {
        return new BrokerOptions(queue, queueType, clientName, publishLimit, bytes, credentials, tls);
    }

    public BrokerOptions withCredentials(Supplier<Credentials> supplier) {
        return new BrokerOptions(queue, queueType, clientName, publishLimit, maxBody, supplier, tls);
    }

    public BrokerOptions withTls(BrokerTls how) {
        return new BrokerOptions(queue, queueType, clientName, publishLimit, maxBody, credentials, how);
    }
}
