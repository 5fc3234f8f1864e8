package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The commands that were given up. All methods work in the caller's transaction. */
public final class DeadLetters {

    private static final String INSERT = "insert into scale.dead_letter"
            + " (queue, message_id, try, attempt, type, body, headers, reason) values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)"
            + " on conflict do nothing";

    private static final String RESOLVE = "update scale.dead_letter set resolved_at = now(), resolution = ?"
            + " where id = any (?) and resolved_at is null"
            + " returning id, queue, message_id, try, attempt, type, body, reason," + Outbox.HEADERS_AS_ARRAY;

    private static final String PRUNE = "delete from scale.dead_letter where ctid = any (array("
            + "select ctid from scale.dead_letter where resolved_at < now() - ? * interval '1 millisecond'"
            + " order by resolved_at limit ? for update skip locked))";

    private DeadLetters() {}

    /** Keeps commands; the same try of the same command only once, however often it is given. */
    public static void keep(Connection connection, List<DeadLetter> letters) throws SQLException {
        if (letters.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (DeadLetter letter : letters) {
                insert.setString(1, StoredText.sanitize(letter.queue()));
                setText(insert, 2, letter.messageId());
                insert.setInt(3, letter.number());
                insert.setInt(4, letter.attempt());
                setText(insert, 5, letter.type());
                insert.setBytes(6, letter.body());
                insert.setString(7, StoredText.json(letter.headers()));
                insert.setString(8, StoredText.reason(letter.reason()));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** How a dead letter is closed. */
    public enum Resolution {
        REPLAYED("replayed"),
        DISCARDED("discarded");

        private final String text;

        Resolution(String text) {
            this.text = text;
        }
    }

    /**
     * Closes dead letters. One that is closed already, or does not exist, is left as it is: of several who ask for it, at
     * the same time or one after the other, one gets it.
     *
     * @return those that were open, by id
     */
    public static Map<Long, DeadLetter> resolve(Connection connection, List<Long> ids, Resolution resolution)
            throws SQLException {
        return resolve(connection, ids, resolution, "");
    }

    /**
     * The same with a note.
     *
     * @param note kept after the word of the resolution, such as who closed it and why
     */
    public static Map<Long, DeadLetter> resolve(
            Connection connection, List<Long> ids, Resolution resolution, String note) throws SQLException {
        Map<Long, DeadLetter> resolved = new TreeMap<>();
        try (PreparedStatement resolve = connection.prepareStatement(RESOLVE)) {
            resolve.setString(1, StoredText.reason(resolution.text + (note.isEmpty() ? "" : " " + note)));
            resolve.setArray(
                    2, connection.createArrayOf("int8", ids.stream().sorted().toArray()));
            try (ResultSet letters = resolve.executeQuery()) {
                while (letters.next()) {
                    resolved.put(letters.getLong("id"), letter(letters));
                }
            }
        }
        return resolved;
    }

    /** Deletes those that were replayed or discarded longer ago, at most so many; returns how many. Never an open one. */
    public static int prune(Connection connection, Duration age, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
            delete.setLong(1, age.toMillis());
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }

    static DeadLetter letter(ResultSet row) throws SQLException {
        return new DeadLetter(
                row.getString("queue"),
                row.getString("message_id"),
                row.getInt("try"),
                row.getInt("attempt"),
                row.getString("type"),
                row.getBytes("body"),
                Outbox.headers(row.getArray("headers")),
                row.getString("reason"));
    }

    private static void setText(PreparedStatement statement, int index, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, StoredText.sanitize(text));
        }
    }
}
