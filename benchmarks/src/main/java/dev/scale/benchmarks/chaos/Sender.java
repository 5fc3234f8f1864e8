package dev.scale.benchmarks.chaos;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.SendReport;
import dev.scale.messaging.broker.Broker;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One sender: sends, writes the ledger, and sends again under the same id what was not confirmed. */
final class Sender implements Runnable {

    private final String name;
    private final Broker broker;
    private final Work work;
    private final Ledger ledger;
    private final CountDownLatch stop;

    Sender(String name, Broker broker, Work work, Ledger ledger, CountDownLatch stop) {
        this.name = name;
        this.broker = broker;
        this.work = work;
        this.ledger = ledger;
        this.stop = stop;
    }

    @Override
    public void run() {
        CommandSender sender = new CommandSender(broker);
        try (broker) {
            while (!stop.await(work.pause().toMillis(), TimeUnit.MILLISECONDS)) {
                send(sender, work.next(name));
            }
            for (List<Assignment> rest = work.rest(); !rest.isEmpty(); rest = work.rest()) {
                send(sender, rest);
            }
        } catch (InterruptedException e) {
            // The patience with this sender has ended; the ledger says what it has not got confirmed.
            Thread.currentThread().interrupt();
        }
    }

    private void send(CommandSender sender, List<Assignment> assignments) throws InterruptedException {
        assignments.forEach(assignment -> ledger.sent(assignment.command().id(), assignment.expected()));
        List<Command> all = assignments.stream().map(Assignment::command).toList();
        List<Command> open = all;
        while (!open.isEmpty()) {
            SendReport report = sender.send(open);
            report.confirmed().forEach(command -> ledger.confirmed(command.id()));
            open = report.unconfirmed().stream()
                    .map(SendReport.Unconfirmed::command)
                    .toList();
            if (!open.isEmpty()) {
                Thread.sleep(work.pauseAfterFailure().toMillis());
            }
        }
        if (work.repeats()) {
            sender.send(all);
        }
    }
}
