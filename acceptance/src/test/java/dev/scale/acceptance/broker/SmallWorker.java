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
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A handler process with a small heap: starts to work when it is told to, and ends in good order with a report. */
final class SmallWorker implements AutoCloseable {

    private static final int COLLECT_EACH = 500;
    private static final char WORK = 'w';
    private static final String REPORT = "report ";

    private final SmallProcess process;

    /** Starts a JVM with so much heap, and returns when it could work. */
    SmallWorker(String heap, String brokerUrl, String databaseUrl, String queue) throws IOException {
        Map<String, String> urls = Map.of("SCALE_BROKER_URL", brokerUrl, "SCALE_DATABASE_URL", databaseUrl);
        process = new SmallProcess(heap, SmallWorker.class, urls, queue);
    }

    void work() throws IOException {
        process.tell(WORK);
    }

    /** The bytes in use after a collection. */
    long heap() throws IOException {
        return process.measure()[0];
    }

    Report end() throws IOException, InterruptedException {
        process.noMoreOrders();
        long[] numbers = process.numbersAfter(REPORT);
        process.awaitEnd();
        return new Report((int) numbers[0], numbers[1]);
    }

    @Override
    public void close() {
        process.close();
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
                    mostHeap.accumulateAndGet(SmallProcess.usedAfterCollection(), Math::max);
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
            System.out.println(SmallProcess.UP);
            for (int order = System.in.read(); order >= 0; order = System.in.read()) {
                if (order == WORK) {
                    worker.start();
                } else {
                    System.out.println(SmallProcess.HEAP + SmallProcess.usedAfterCollection());
                }
            }
        }
        System.out.println(REPORT + handled + " " + mostHeap);
    }
}
