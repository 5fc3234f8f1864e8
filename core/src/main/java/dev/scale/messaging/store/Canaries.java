package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The canaries of handler processes: commands that do nothing but show how long a command takes from sending to commit. Of
 * each process at most one is under way. All times are the database's. All methods work in the caller's transaction.
 */
public final class Canaries {

    /** A process of a former release would put a canary off again and again, and at last keep it as a dead letter. */
    private static final String BEGIN = """
            update scale.worker me set canary_out_at = coalesce(canary_out_at, now())
            where id = ? and not exists (
                select from scale.worker other
                where other.queue = me.queue and not other.canaries and other.ended_at is null
                    and other.heartbeat_at > now() - interval '15 s')
            returning canary_out_at
            """;

    private static final String COMMITTED = """
            update scale.worker w
            set canary_sent_at = canary_out_at, canary_committed_at = clock_timestamp(), canary_out_at = null
            from (
                select known.id from unnest(?::uuid[], ?::timestamptz[]) as back (id, sent)
                join scale.worker known on known.id = back.id and known.canary_out_at = back.sent
                order by known.id for no key update of known) as mine
            where w.id = mine.id
            """;

    private Canaries() {}

    /**
     * Begins a canary of a process.
     *
     * @return when it was sent: now, or before where one is still under way; empty where none may be sent, because the process
     *     has not shown itself yet or one lives on its queue that knows no canaries
     */
    public static Optional<Instant> begin(Connection connection, UUID worker) throws SQLException {
        try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
            begin.setObject(1, worker);
            try (ResultSet row = begin.executeQuery()) {
                return row.next()
                        ? Optional.of(row.getObject(1, OffsetDateTime.class).toInstant())
                        : Optional.empty();
            }
        }
    }

    /** These came through: processes, and when each had sent its canary. What is not under way (any more) changes nothing. */
    public static void committed(Connection connection, Map<UUID, Instant> canaries) throws SQLException {
        List<UUID> workers = List.copyOf(canaries.keySet());
        try (PreparedStatement committed = connection.prepareStatement(COMMITTED)) {
            committed.setArray(1, connection.createArrayOf("uuid", workers.toArray()));
            committed.setArray(
                    2,
                    connection.createArrayOf(
                            "timestamptz", workers.stream().map(canaries::get).toArray()));
            committed.executeUpdate();
        }
    }
}
