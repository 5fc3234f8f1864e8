package dev.scale.messaging;

import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.DeadLetter;
import dev.scale.messaging.store.DeadLetters;
import dev.scale.messaging.store.Outbox;
import dev.scale.messaging.store.OutboxMessage;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sends dead letters again, as new commands. */
public final class Replay {

    /** What belongs to the tries of the command that was given up. */
    private static final Set<String> OF_FORMER_TRIES =
            Set.of(Headers.TRY, Headers.ATTEMPT, Headers.PUT_OFF, Headers.TIMESTAMP);

    private Replay() {}

    /**
     * Replays dead letters in the caller's transaction: each becomes a new command (new id, first try) in the outbox of its
     * queue, and is resolved. A letter is replayed once, however often and by however many it is asked for.
     *
     * @return the new message id of each letter that was open, by the letter's id
     */
    public static Map<Long, String> deadLetters(Connection connection, List<Long> ids) throws SQLException {
        return deadLetters(connection, ids, Pace.AT_ONCE, "");
    }

    /**
     * When replayed commands are due.
     *
     * @param first when that of the letter with the smallest id is, by the database's clock
     * @param between time from each to the next
     */
    public record Pace(Instant first, Duration between) {

        public static final Pace AT_ONCE = new Pace(Instant.EPOCH, Duration.ZERO);

        /** When the one after so many others is due. */
        public Instant after(long others) {
            return first.plus(between.multipliedBy(others));
        }
    }

    /**
     * The same spread over time, so that they do not all come at once.
     *
     * @param note kept with the letters, such as who asked for it
     */
    public static Map<Long, String> deadLetters(Connection connection, List<Long> ids, Pace pace, String note)
            throws SQLException {
        Map<Long, String> replayed = new LinkedHashMap<>();
        Map<String, List<OutboxMessage>> byQueue = new TreeMap<>();
        DeadLetters.resolve(connection, ids, DeadLetters.Resolution.REPLAYED, note)
                .forEach((id, letter) -> {
                    OutboxMessage message = again(id, letter, pace.after(replayed.size()));
                    replayed.put(id, message.messageId());
                    byQueue.computeIfAbsent(letter.queue(), queue -> new ArrayList<>())
                            .add(message);
                });
        for (Map.Entry<String, List<OutboxMessage>> messages : byQueue.entrySet()) {
            Outbox.add(connection, messages.getKey(), messages.getValue());
        }
        return replayed;
    }

    private static OutboxMessage again(long id, DeadLetter letter, Instant due) {
        Map<String, String> headers = new LinkedHashMap<>(letter.headers());
        headers.keySet().removeAll(OF_FORMER_TRIES);
        headers.put(Headers.REPLAY_OF, letter.messageId() == null ? "dead letter " + id : letter.messageId());
        String newId = Command.newId();
        return new OutboxMessage(newId, 1, letter.body(), headers, newId, due);
    }
}
