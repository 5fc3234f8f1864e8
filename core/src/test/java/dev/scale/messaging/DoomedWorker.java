package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Database;
import dev.scale.messaging.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A handler process of its own, some of whose commands are deadly. It ends in good order when it is asked to (SIGTERM),
 * and at once when the process that started it is gone. Others know after a second or two that it is dead.
 */
public final class DoomedWorker {

    /** Leaves its number in the table {@code deed}, unless {@code how} is deadly. */
    public record Deed(int number, String how) {}

    public static final CommandType<Deed> DEED = CommandType.of("deed", Deed.class);

    /** What {@link #main} gets by its environment, since arguments can be read by all. */
    public record Settings(String brokerUrl, String databaseUrl, String queue, int threads) {}

    private static final Pulse QUICK =
            new Pulse(Duration.ofMillis(200), Duration.ofMillis(1_200), Duration.ofMillis(2_500));
    private static final Duration HANDLE_LIMIT = Duration.ofSeconds(1);
    private static final int HALTED_BY_COMMAND = 3;

    private DoomedWorker() {}

    /** Starts one; its standard input has to stay open. */
    public static Process start(Settings settings) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx96m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        DoomedWorker.class.getName())
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .putAll(Map.of(
                        "CLASSPATH", System.getProperty("java.class.path"),
                        "DOOMED_BROKER", settings.brokerUrl(),
                        "DOOMED_DATABASE", settings.databaseUrl(),
                        "DOOMED_QUEUE", settings.queue(),
                        "DOOMED_THREADS", String.valueOf(settings.threads())));
        return builder.start();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> settings = System.getenv();
        String queue = settings.get("DOOMED_QUEUE");
        int threads = Integer.parseInt(settings.get("DOOMED_THREADS"));
        Broker broker = Broker.open(BrokerUrl.parse(settings.get("DOOMED_BROKER")), BrokerOptions.forQueue(queue));
        Database database = Database.open(DatabaseUrl.parse(settings.get("DOOMED_DATABASE")), threads + 1, queue);
        WorkerOptions options = WorkerOptions.DEFAULTS
                .withThreads(threads)
                .withBatchSize(100)
                .withHandleLimit(HANDLE_LIMIT)
                .withTries(new TryLimits(
                        new RetryPolicy(2, Duration.ofMillis(100)), Duration.ofHours(1), Duration.ofDays(15)));
        Worker worker = new Worker(
                broker,
                new Marks(database, ThisProcess.handling(queue), QUICK),
                Handlers.of(List.of(HandlerGroup.of(DEED, DoomedWorker::handle))),
                options,
                WorkerListener.NONE);
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close));
        worker.start();
        while (System.in.read() >= 0) {
            // Nobody writes; the end of it is the end of whoever started this.
        }
        Runtime.getRuntime().halt(1);
    }

    private static void handle(List<Received<Deed>> deeds, UnitOfWork unit) throws Exception {
        try (PreparedStatement insert = unit.connection().prepareStatement("insert into deed values (?)")) {
            for (Received<Deed> deed : deeds) {
                perish(deed.body().how());
                insert.setInt(1, deed.body().number());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void perish(String how) throws InterruptedException {
        switch (how) {
            case "halt" -> Runtime.getRuntime().halt(HALTED_BY_COMMAND);
            case "overflow" -> overflow(0);
            case "memory" -> exhaustMemory();
            case "wait" -> new CountDownLatch(1).await();
            case "spin" -> spin();
            default -> {}
        }
    }

    private static int overflow(int depth) {
        return depth < 0 ? 0 : overflow(depth + 1) + 1;
    }

    private static void exhaustMemory() {
        List<byte[]> all = new ArrayList<>();
        while (all.size() < Integer.MAX_VALUE) {
            all.add(new byte[1024 * 1024]);
        }
    }

    private static void spin() {
        while (true) {
            try {
                Thread.sleep(1_000);
            } catch (InterruptedException e) {
                // As bad handlers do.
            }
        }
    }
}
