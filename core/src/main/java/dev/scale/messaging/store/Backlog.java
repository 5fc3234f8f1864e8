package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/**
 * What the database holds of a queue at this moment, to be looked at.
 *
 * @param due rows of the outbox whose time has come, those that are being published included
 * @param later rows of the outbox whose time has not come
 * @param next when the next of the later ones is due; empty where there is none
 * @param deadLetters that nobody has replayed or discarded
 */
public record Backlog(long due, long later, Optional<Instant> next, long deadLetters) {

    private static final String TABLES = "select to_regclass('scale.outbox') is not null";

    /** A lease moves the time to its end, although the row is on its way. */
    private static final String COUNT = """
            select count(*) filter (where not waits), count(*) filter (where waits), min(due_at) filter (where waits),
                (select count(*) from scale.dead_letter where queue = ? and resolved_at is null)
            from (select due_at, lease is null and due_at > now() as waits from scale.outbox where queue = ?) as outbox
            """;

    /** Counts in the caller's transaction; empty where the tables have not been made yet. */
    public static Optional<Backlog> of(Connection connection, String queue) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet tables = statement.executeQuery(TABLES)) {
            if (!tables.next() || !tables.getBoolean(1)) {
                return Optional.empty();
            }
        }
        try (PreparedStatement count = connection.prepareStatement(COUNT)) {
            count.setString(1, StoredText.sanitize(queue));
            count.setString(2, queue);
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return Optional.of(new Backlog(
                        row.getLong(1),
                        row.getLong(2),
                        Optional.ofNullable(row.getObject(3, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant),
                        row.getLong(4)));
            }
        }
    }
}
