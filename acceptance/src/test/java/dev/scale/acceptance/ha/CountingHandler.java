package dev.scale.acceptance.ha;

import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerListener;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** A handler process of its own that does what {@link Tally} says. */
final class CountingHandler {

    /** What {@link #main} gets by its environment, since arguments can be read by all. */
    record Settings(String brokerUrl, String databaseUrl, String queue, Duration handleLimit) {}

    private static final int THREADS = 2;
    private static final int BATCH = 50;

    private CountingHandler() {}

    static Daemon start(Settings settings, Path log) throws IOException {
        return Daemon.start(
                log,
                Map.of(
                        "CLASSPATH", System.getProperty("java.class.path"),
                        "HA_BROKER", settings.brokerUrl(),
                        "HA_DATABASE", settings.databaseUrl(),
                        "HA_QUEUE", settings.queue(),
                        "HA_HANDLE_LIMIT", settings.handleLimit().toString()),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        CountingHandler.class.getName()));
    }

    public static void main(String[] arguments) throws InterruptedException {
        Map<String, String> settings = System.getenv();
        String queue = settings.get("HA_QUEUE");
        Broker broker = Broker.open(BrokerUrl.parse(settings.get("HA_BROKER")), BrokerOptions.forQueue(queue));
        Database database = Database.open(DatabaseUrl.parse(settings.get("HA_DATABASE")), THREADS + 1, "handler");
        Worker worker = new Worker(
                broker,
                queue,
                database,
                Handlers.of(List.of(HandlerGroup.of(Tally.INCREMENT, Tally::apply))),
                WorkerOptions.DEFAULTS
                        .withThreads(THREADS)
                        .withBatchSize(BATCH)
                        .withHandleLimit(Duration.parse(settings.get("HA_HANDLE_LIMIT"))),
                WorkerListener.NONE);
        worker.start();
        new CountDownLatch(1).await();
    }
}
