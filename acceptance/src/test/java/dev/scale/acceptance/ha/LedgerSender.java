package dev.scale.acceptance.ha;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Sends some 500 commands a second, those that were not confirmed again, and keeps a ledger of those that were. */
final class LedgerSender implements AutoCloseable {

    private static final int BATCH = 10;
    private static final int PAUSE_MILLIS = 20;
    private static final Duration PUBLISH_LIMIT = Duration.ofSeconds(5);

    private final Broker broker;
    private final Set<String> ledger = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::send, "ledger-sender");

    LedgerSender(String brokerUrl, String queue) {
        broker = Broker.open(
                BrokerUrl.parse(brokerUrl), BrokerOptions.forQueue(queue).withPublishLimit(PUBLISH_LIMIT));
        thread.setDaemon(true);
        thread.start();
    }

    private void send() {
        CommandSender sender = new CommandSender(broker);
        List<Command> next = some();
        boolean again = false;
        try {
            // what was not confirmed may have arrived all the same, so it is not left behind
            while (!stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS) || again) {
                SendReport report = sender.send(next);
                report.confirmed().forEach(command -> ledger.add(command.id()));
                again = !report.toResend().isEmpty();
                next = again ? report.toResend() : some();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<Command> some() {
        return IntStream.range(0, BATCH)
                .mapToObj(i -> Command.of(Tally.INCREMENT, new Tally.Increment(i)))
                .toList();
    }

    int confirmed() {
        return ledger.size();
    }

    /** Stops and returns the ids of all that were confirmed. */
    Set<String> stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        return ledger;
    }

    @Override
    public void close() {
        stop.countDown();
        thread.interrupt();
        broker.close();
    }
}
