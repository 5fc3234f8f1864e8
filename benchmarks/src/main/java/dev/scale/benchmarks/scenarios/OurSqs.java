package dev.scale.benchmarks.scenarios;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Our sender, and subscriptions as a worker has them by default. */
final class OurSqs implements SqsSide {

    private static final BrokerUrl URL = BrokerUrl.parse("sqs://x:x@us-east-1//");
    private static final int THREADS = 2;
    private static final int BATCH = 500;

    @Override
    public String configuration() {
        return "CommandSender; " + THREADS + " subscriptions, batches of at most " + BATCH;
    }

    @Override
    public void send(String queue, List<String> bodies) {
        try (Broker broker = open(queue)) {
            Stream<Command> commands = bodies.stream().map(body -> Command.ofJson("running_jobs", body, null));
            new CommandSender(broker).send(commands, report -> {
                if (!report.complete()) {
                    throw new IllegalStateException(report.unconfirmed().get(0).reason());
                }
            });
        }
    }

    @Override
    public void receive(String queue, int number) {
        AtomicInteger left = new AtomicInteger(number);
        try (Broker broker = open(queue)) {
            List<CompletableFuture<Void>> running = Stream.generate(
                            () -> CompletableFuture.runAsync(() -> drain(broker, left)))
                    .limit(THREADS)
                    .toList();
            running.forEach(CompletableFuture::join);
        }
    }

    private static void drain(Broker broker, AtomicInteger left) {
        try (Subscription subscription = broker.subscribe(2 * BATCH)) {
            while (left.get() > 0) {
                List<Delivery> received = subscription.receive(BATCH, Duration.ofMillis(100));
                subscription.acknowledge(received);
                left.addAndGet(-received.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Broker open(String queue) {
        return Broker.open(URL, BrokerOptions.forQueue(queue).withClientName("ours"));
    }

    @Override
    public void close() {}
}
