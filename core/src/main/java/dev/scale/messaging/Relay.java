package dev.scale.messaging;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.PublishReport;
import dev.scale.messaging.store.DeadLetter;
import dev.scale.messaging.store.DeadLetters;
import dev.scale.messaging.store.Outbox;
import dev.scale.messaging.store.OutboxMessage;
import dev.scale.messaging.store.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Publishes what is due in the outbox, outside of any transaction, and deletes what the broker has confirmed. A crash
 * between the two, or an outage of the database, publishes a message again under the same id and try, which has one effect.
 */
final class Relay {

    private static final int MOST_ROWS = 500;
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Broker broker;
    private final String queue;
    private final Transactions transactions;
    private final Duration lease;

    /**
     * @param lease how long rows are kept from other relays; longer than the broker's publish limit
     */
    Relay(Broker broker, String queue, Transactions transactions, Duration lease) {
        this.broker = broker;
        this.queue = queue;
        this.transactions = transactions;
        this.lease = lease;
    }

    /**
     * What became of rows that were due.
     *
     * @param refused what the broker will never take: dead letters now
     * @param outage why some could not be published now; empty where all were
     */
    record Round(int published, List<DeadLetterNotice.Kept> refused, List<String> outage) {

        boolean idle() {
            return published == 0 && refused.isEmpty() && outage.isEmpty();
        }
    }

    /** Publishes what is due now, up to a bound. */
    Round publishDue() throws SQLException {
        UUID name = UUID.randomUUID();
        List<Outbox.Leased> rows =
                transactions.run(connection -> Outbox.lease(connection, queue, MOST_ROWS, MOST_BYTES, name, lease));
        if (rows.isEmpty()) {
            return new Round(0, List.of(), List.of());
        }
        IdentityHashMap<OutgoingMessage, Outbox.Leased> origins = new IdentityHashMap<>();
        List<OutgoingMessage> messages = new ArrayList<>(rows.size());
        for (Outbox.Leased row : rows) {
            OutboxMessage message = row.message();
            OutgoingMessage outgoing =
                    new OutgoingMessage(message.messageId(), message.body(), message.headers(), message.group());
            origins.put(outgoing, row);
            messages.add(outgoing);
        }
        PublishReport report = broker.publish(messages).toCompletableFuture().join();
        return transactions.run(connection -> settle(connection, name, report, origins));
    }

    private Round settle(
            Connection connection,
            UUID name,
            PublishReport report,
            IdentityHashMap<OutgoingMessage, Outbox.Leased> origins)
            throws SQLException {
        List<Long> confirmed = new ArrayList<>();
        List<Long> waiting = new ArrayList<>();
        List<String> outage = new ArrayList<>();
        List<DeadLetter> letters = new ArrayList<>();
        for (OutgoingMessage message : report.confirmed()) {
            confirmed.add(Objects.requireNonNull(origins.get(message)).id());
        }
        for (PublishReport.Unconfirmed missing : report.unconfirmed()) {
            Outbox.Leased row = Objects.requireNonNull(origins.get(missing.message()));
            if (missing.cause() == PublishReport.Cause.OUTAGE) {
                waiting.add(row.id());
                outage.add(missing.reason());
            } else if (Outbox.delete(connection, name, List.of(row.id())) == 1) {
                // Where the lease has passed to another relay, it is that one's to give up.
                letters.add(letter(row.message(), missing.reason()));
            }
        }
        Outbox.delete(connection, name, confirmed);
        Outbox.giveBack(connection, name, waiting);
        DeadLetters.keep(connection, letters);
        List<DeadLetterNotice.Kept> refused = letters.stream()
                .map(letter -> new DeadLetterNotice.Kept(
                        letter.type(), Optional.ofNullable(letter.messageId()), letter.reason()))
                .toList();
        return new Round(confirmed.size(), refused, outage);
    }

    private DeadLetter letter(OutboxMessage message, String reason) {
        return new DeadLetter(
                queue,
                message.messageId(),
                message.number(),
                EnvelopeCodec.number(message.headers().get(Headers.ATTEMPT)),
                EnvelopeCodec.typeOf(message.body(), message.headers()),
                message.body(),
                message.headers(),
                "the broker does not take it: " + reason);
    }
}
