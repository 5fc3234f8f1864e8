package dev.scale.acceptance.broker;

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
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A handler process with a small heap: starts to work when it is told to, and ends in good order with a report. */
final class SmallWorker implements AutoCloseable {

    private static final int COLLECT_EACH = 500;
    private static final String UP = "up";
    private static final String REPORT = "report ";

    private final Process process;
    private final BufferedReader printed;

    /** Starts a JVM with so much heap, and returns when it could work. */
    SmallWorker(String heap, String brokerUrl, String databaseUrl, String queue) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-Xmx" + heap,
                        "-XX:+ExitOnOutOfMemoryError",
                        SmallWorker.class.getName(),
                        queue)
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        builder.environment().put("SCALE_BROKER_URL", brokerUrl);
        builder.environment().put("SCALE_DATABASE_URL", databaseUrl);
        process = builder.start();
        printed = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        lineThatStartsWith(UP);
    }

    void work() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    Report end() throws IOException, InterruptedException {
        process.getOutputStream().close();
        String[] numbers = lineThatStartsWith(REPORT).split(" ");
        if (process.waitFor() != 0) {
            throw new IllegalStateException("a worker process ended with exit code " + process.exitValue());
        }
        return new Report(Integer.parseInt(numbers[1]), Long.parseLong(numbers[2]));
    }

    private String lineThatStartsWith(String start) throws IOException {
        for (String line = printed.readLine(); line != null; line = printed.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new IllegalStateException("a worker process ended early");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** What a process reports. */
    record Report(int handled, long mostHeapBytes) {}

    public static void main(String[] queue) throws IOException {
        AtomicInteger handled = new AtomicInteger();
        AtomicLong mostHeap = new AtomicLong();
        WorkerListener listener = new WorkerListener() {
            @Override
            public void committed(String group, List<Ended> commands, Instant at) {
                int after = handled.addAndGet(commands.size());
                if (after / COLLECT_EACH != (after - commands.size()) / COLLECT_EACH) {
                    mostHeap.accumulateAndGet(usedAfterCollection(), Math::max);
                }
            }
        };
        try (Database database = Database.open(DatabaseUrl.parse(System.getenv("SCALE_DATABASE_URL")), 3, "small");
                Broker broker = Broker.open(
                        BrokerUrl.parse(System.getenv("SCALE_BROKER_URL")), BrokerOptions.forQueue(queue[0]));
                Worker worker = new Worker(
                        broker,
                        queue[0],
                        database,
                        Handlers.of(List.of(HandlerGroup.of(Effects.COUNT, Effects::apply))),
                        WorkerOptions.DEFAULTS,
                        listener)) {
            System.out.println(UP);
            if (System.in.read() >= 0) {
                worker.start();
            }
            System.in.read();
        }
        System.out.println(REPORT + handled + " " + mostHeap);
    }

    private static long usedAfterCollection() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
