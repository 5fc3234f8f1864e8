package dev.scale.benchmarks.scenarios;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A queue of its own, which the first command declares and which goes away at the end. */
final class Backlog implements AutoCloseable {

    private final String brokerUrl;
    private final String queue = "bench-" + UUID.randomUUID();
    private final Broker broker;

    Backlog(Rig rig, QueueKind kind) {
        brokerUrl = rig.broker().url();
        broker = Broker.open(
                BrokerUrl.parse(brokerUrl),
                BrokerOptions.forQueue(queue).withQueueType(kind.option()).withClientName("benchmarks"));
    }

    String queue() {
        return queue;
    }

    /** Sends commands and waits until all are confirmed. */
    void fill(Stream<Command> commands) {
        new CommandSender(broker).send(commands, report -> {
            if (!report.complete()) {
                throw new IllegalStateException(
                        "not confirmed: " + report.unconfirmed().get(0).reason());
            }
        });
    }

    @Override
    public void close() throws IOException, TimeoutException {
        broker.close();
        URI uri = URI.create(brokerUrl);
        String[] user = uri.getUserInfo().split(":");
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(uri.getHost());
        factory.setPort(uri.getPort());
        factory.setUsername(user[0]);
        factory.setPassword(user[1]);
        try (Connection connection = factory.newConnection()) {
            connection.createChannel().queueDelete(queue);
        }
    }
}
