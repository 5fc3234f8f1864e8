package dev.scale.acceptance.broker;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * A process with a small heap that sends one small batch after another, those that were not confirmed again, and writes the
 * ids of those that were to a file.
 */
final class SmallSender implements AutoCloseable {

    private static final int BATCH = 20;
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(3);

    private final SmallProcess process;
    private final Path ledger;

    /** Starts a JVM with so much heap, which sends at once. */
    SmallSender(String heap, String brokerUrl, String queue, String run, int padding, Path ledger) throws IOException {
        this.ledger = ledger;
        process = new SmallProcess(
                heap,
                SmallSender.class,
                Map.of("SCALE_BROKER_URL", brokerUrl),
                queue,
                run,
                Integer.toString(padding),
                ledger.toString());
    }

    /** Its heap after a collection, and how many commands were confirmed and how many sent again so far. */
    record Measure(long heap, long confirmed, long repeated) {}

    Measure measure() throws IOException {
        long[] numbers = process.measure();
        return new Measure(numbers[0], numbers[1], numbers[2]);
    }

    /** Ends it and returns the ids of all that were confirmed. */
    List<String> end() throws IOException, InterruptedException {
        process.noMoreOrders();
        process.awaitEnd();
        return Files.readAllLines(ledger);
    }

    @Override
    public void close() {
        process.close();
    }

    public static void main(String[] arguments) throws Exception {
        String run = arguments[1];
        String padding = "x".repeat(Integer.parseInt(arguments[2]));
        CountDownLatch stop = new CountDownLatch(1);
        AtomicLong confirmed = new AtomicLong();
        AtomicLong repeated = new AtomicLong();
        BrokerOptions options = BrokerOptions.forQueue(arguments[0]).withPublishLimit(PUBLISH_LIMIT);
        try (Broker broker = Broker.open(BrokerUrl.parse(System.getenv("SCALE_BROKER_URL")), options);
                PrintStream ledger = new PrintStream(arguments[3], StandardCharsets.UTF_8)) {
            CommandSender sender = new CommandSender(broker);
            Thread sending = new Thread(() -> {
                List<Command> again = List.of();
                while (!isOver(stop) || !again.isEmpty()) {
                    SendReport report = sender.send(again.isEmpty() ? commands(run, padding) : again);
                    report.confirmed().forEach(command -> ledger.println(command.id()));
                    confirmed.addAndGet(report.confirmed().size());
                    again = report.toResend();
                    repeated.addAndGet(again.size());
                }
            });
            sending.start();
            System.out.println(SmallProcess.UP);
            while (System.in.read() >= 0) {
                System.out.println(
                        SmallProcess.HEAP + SmallProcess.usedAfterCollection() + " " + confirmed + " " + repeated);
            }
            stop.countDown();
            sending.join();
        }
    }

    private static boolean isOver(CountDownLatch stop) {
        try {
            return stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static List<Command> commands(String run, String padding) {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> Command.of(Effects.COUNT, new Effects.Count(run, padding)))
                .toList();
    }
}
