package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.store.Canaries;
import dev.scale.messaging.store.Freshness;
import dev.scale.messaging.store.TransactionLimits;
import dev.scale.messaging.store.Transactions;
import dev.scale.messaging.store.WorkerRow;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a canary through the queue every 10 s, as long as the one before has come through. While this process is paused it
 * sends none: they would wait for nobody, and the age of the last one tells enough.
 */
final class CanaryThread implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final Duration NOT_YET = Duration.ofSeconds(1);

    /** One that was confirmed waits in the queue, unless somebody has purged that. */
    private static final Duration LOST = Duration.ofMinutes(10);

    private final Broker broker;
    private final WorkerRow worker;
    private final Transactions transactions;
    private final WorkerControl control;
    private @Nullable Instant sent;
    private long sentAt;
    private volatile @Nullable Instant confirmed;

    CanaryThread(Broker broker, WorkerRow worker, Transactions transactions, WorkerControl control) {
        this.broker = broker;
        this.worker = worker;
        this.transactions = transactions;
        this.control = control;
    }

    @Override
    public void run() {
        try {
            while (!control.stop().isSet()) {
                control.stop().await(control.gate().isOpen() ? round() : NOT_YET);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns how long to wait for the next one. */
    private Duration round() {
        try {
            Optional<Instant> canary = transactions.run(connection -> {
                TransactionLimits.BRIEF.set(connection);
                return Canaries.begin(connection, worker.id());
            });
            if (canary.isEmpty()) {
                return NOT_YET;
            }
            if (!canary.get().equals(sent) || !underWay(canary.get())) {
                send(canary.get());
            }
        } catch (SQLException | RuntimeException e) {
            // Those who need broker or database tell that it is away.
            LOG.debug("no canary could be sent", e);
        }
        return Freshness.BETWEEN_CANARIES;
    }

    private boolean underWay(Instant canary) {
        return canary.equals(confirmed) && System.nanoTime() - sentAt < LOST.toNanos();
    }

    private void send(Instant canary) {
        sent = canary;
        sentAt = System.nanoTime();
        Command command = Canary.of(worker, canary);
        OutgoingMessage message = new OutgoingMessage(
                command.id(), EnvelopeCodec.encode(command.type(), command.body()), Map.of(), command.group());
        broker.publish(List.of(message)).thenAccept(report -> {
            if (report.unconfirmed().isEmpty()) {
                confirmed = canary;
            }
        });
    }
}
