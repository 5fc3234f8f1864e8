package dev.scale.benchmarks.scenarios;

import com.rabbitmq.client.Connection;
import dev.scale.benchmarks.contenders.Place;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** A queue of its own, which the first command declares and which goes away at the end. */
final class Backlog implements AutoCloseable {

    private final Place place;
    private final String queue = "bench-" + UUID.randomUUID();
    private final Broker broker;

    Backlog(Rig rig, QueueKind kind) {
        place = new Place(rig.broker().url(), rig.postgres().url());
        broker = Broker.open(
                BrokerUrl.parse(place.brokerUrl()),
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
        try (Connection connection = place.broker().newConnection()) {
            connection.createChannel().queueDelete(queue);
        }
    }
}
