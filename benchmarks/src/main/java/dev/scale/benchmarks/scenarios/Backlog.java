package dev.scale.benchmarks.scenarios;

import com.rabbitmq.client.Connection;
import dev.scale.benchmarks.contenders.Place;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A queue of its own, which the first command declares and which goes away at the end. */
final class Backlog implements AutoCloseable {

    private static final long TICK_NANOS = 1_000_000;

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

    /** Makes the queue while nothing is sent yet. */
    void declare() {
        broker.subscribe(1).close();
    }

    /** Sends commands and waits until all are confirmed. */
    void fill(Stream<Command> commands) {
        new CommandSender(broker).send(commands, Backlog::confirmed);
    }

    /**
     * Sends commands at a steady rate and waits until all are confirmed.
     *
     * @return how many milliseconds it fell behind that rate at worst
     */
    double trickle(Stream<Command> commands, int perSecond) {
        CommandSender sender = new CommandSender(broker);
        List<CompletableFuture<SendReport>> reports = new ArrayList<>();
        Iterator<Command> rest = commands.iterator();
        long start = System.nanoTime();
        long sent = 0;
        double behind = 0;
        while (rest.hasNext()) {
            double elapsed = (System.nanoTime() - start) / 1e9;
            behind = Math.max(behind, elapsed - (double) sent / perSecond);
            List<Command> due = new ArrayList<>();
            while (rest.hasNext() && sent <= elapsed * perSecond) {
                due.add(rest.next());
                sent++;
            }
            if (!due.isEmpty()) {
                reports.add(sender.sendAsync(due).toCompletableFuture());
            }
            LockSupport.parkNanos(TICK_NANOS);
        }
        reports.forEach(report -> confirmed(report.join()));
        return behind * 1000;
    }

    private static void confirmed(SendReport report) {
        if (!report.complete()) {
            throw new IllegalStateException(
                    "not confirmed: " + report.unconfirmed().get(0).reason());
        }
    }

    @Override
    public void close() throws IOException, TimeoutException {
        broker.close();
        try (Connection connection = place.broker().newConnection()) {
            connection.createChannel().queueDelete(queue);
        }
    }
}
