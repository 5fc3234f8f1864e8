package dev.scale.messaging.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * Commands to publish when they are due. All methods work in the caller's transaction.
 *
 * <p>Who publishes leases rows first: until the lease ends nobody else gets them, and all that follows is done only where
 * the lease is still the same.
 */
public final class Outbox {

    private static final String INSERT = "insert into scale.outbox"
            + " (queue, message_id, try, body, headers, message_group, due_at)"
            + " select ?, message_id, try, body, headers::jsonb, message_group, due_at from"
            + " unnest(?::text[], ?::int[], ?::bytea[], ?::text[], ?::text[], ?::timestamptz[])"
            + " as u (message_id, try, body, headers, message_group, due_at)"
            + " on conflict do nothing";

    /** Names and values in turn. */
    static final String HEADERS_AS_ARRAY =
            " array(select unnest(array[key, value]) from jsonb_each_text(headers)) as headers";

    private static final String LEASE = """
            with due as materialized (
                select id, octet_length(body) as size from scale.outbox
                where queue = ? and due_at <= now() order by due_at, id limit ? for update skip locked),
            bounded as (select id, sum(size) over (order by id) - size as bytes_before from due)
            update scale.outbox o set lease = ?, due_at = now() + ? * interval '1 millisecond'
            from bounded where o.id = bounded.id and bytes_before < ?
            returning o.id, message_id, try, body, message_group,
            """ + HEADERS_AS_ARRAY;

    private static final String DELETE = "delete from scale.outbox where lease = ? and id = any (?)";

    private static final String GIVE_BACK =
            "update scale.outbox set lease = null, due_at = now() where lease = ? and id = any (?)";

    private Outbox() {}

    /** A row that is leased. */
    public record Leased(long id, OutboxMessage message) {}

    /** Adds messages; one whose try is there already changes nothing. */
    public static void add(Connection connection, String queue, List<OutboxMessage> messages) throws SQLException {
        if (messages.isEmpty()) {
            return;
        }
        List<OutboxMessage> sorted = messages.stream().sorted().toList();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, queue);
            insert.setArray(2, array(connection, "text", sorted, OutboxMessage::messageId));
            insert.setArray(3, array(connection, "int4", sorted, OutboxMessage::number));
            insert.setArray(
                    4,
                    connection.createArrayOf(
                            "bytea", sorted.stream().map(OutboxMessage::body).toArray(byte[][]::new)));
            insert.setArray(5, array(connection, "text", sorted, message -> StoredText.json(message.headers())));
            insert.setArray(6, array(connection, "text", sorted, message -> StoredText.key(message.group())));
            insert.setArray(7, array(connection, "timestamptz", sorted, message -> utc(message.due())));
            insert.executeUpdate();
        }
    }

    /**
     * Leases due rows of a queue that nobody else has leased, the longest due first.
     *
     * @param most rows
     * @param bytes of bodies after which no further row is taken
     * @param lease names the lease
     * @param term after which the rows are due again
     */
    public static List<Leased> lease(
            Connection connection, String queue, int most, long bytes, UUID lease, Duration term) throws SQLException {
        List<Leased> rows = new ArrayList<>();
        try (PreparedStatement update = connection.prepareStatement(LEASE)) {
            update.setString(1, queue);
            update.setInt(2, most);
            update.setObject(3, lease);
            update.setLong(4, term.toMillis());
            update.setLong(5, bytes);
            try (ResultSet leased = update.executeQuery()) {
                while (leased.next()) {
                    rows.add(new Leased(
                            leased.getLong(1),
                            new OutboxMessage(
                                    leased.getString(2),
                                    leased.getInt(3),
                                    leased.getBytes(4),
                                    headers(leased.getArray(6)),
                                    leased.getString(5),
                                    Instant.EPOCH)));
                }
            }
        }
        rows.sort((one, other) -> Long.compare(one.id(), other.id()));
        return rows;
    }

    /** Deletes rows that are published. Returns how many of them were still leased. */
    public static int delete(Connection connection, UUID lease, List<Long> ids) throws SQLException {
        return update(connection, DELETE, lease, ids);
    }

    /** Ends the lease of rows that could not be published now; they are due at once. */
    public static int giveBack(Connection connection, UUID lease, List<Long> ids) throws SQLException {
        return update(connection, GIVE_BACK, lease, ids);
    }

    private static int update(Connection connection, String sql, UUID lease, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return 0;
        }
        try (PreparedStatement update = connection.prepareStatement(sql)) {
            update.setObject(1, lease);
            update.setArray(2, connection.createArrayOf("int8", ids.toArray()));
            return update.executeUpdate();
        }
    }

    static Map<String, String> headers(Array namesAndValues) throws SQLException {
        String[] all = (String[]) namesAndValues.getArray();
        Map<String, String> headers = new HashMap<>();
        for (int i = 0; i + 1 < all.length; i += 2) {
            headers.put(all[i], all[i + 1]);
        }
        return headers;
    }

    private static Array array(
            Connection connection, String type, List<OutboxMessage> messages, Function<OutboxMessage, Object> value)
            throws SQLException {
        return connection.createArrayOf(type, messages.stream().map(value).toArray());
    }

    /** The driver writes times into arrays as their text. */
    private static String utc(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC).toString();
    }
}
