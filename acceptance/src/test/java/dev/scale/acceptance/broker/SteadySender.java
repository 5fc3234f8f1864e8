package dev.scale.acceptance.broker;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import dev.scale.messaging.broker.Broker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends one small batch after another, those that were not confirmed again, and keeps a ledger of those that were. */
final class SteadySender {

    private static final int BATCH = 20;

    private final Effects effects;
    private final CommandSender sender;
    private final Set<String> ledger = ConcurrentHashMap.newKeySet();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "steady-sender");
    private final AtomicInteger repeated = new AtomicInteger();

    SteadySender(Effects effects, Broker broker) {
        this.effects = effects;
        this.sender = new CommandSender(broker);
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        List<Command> next = effects.commands(BATCH);
        try {
            while (!stop.await(10, TimeUnit.MILLISECONDS) || next.size() < BATCH) {
                SendReport report = sender.send(next);
                report.confirmed().forEach(command -> ledger.add(command.id()));
                List<Command> again = report.toResend();
                repeated.addAndGet(again.size());
                next = again.isEmpty() ? effects.commands(BATCH) : again;
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many were sent again. */
    int repeated() {
        return repeated.get();
    }

    /** Stops and returns the ids of all that were confirmed. */
    Set<String> stop() throws InterruptedException {
        stop.countDown();
        thread.join();
        return ledger;
    }
}
