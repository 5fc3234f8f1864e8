package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;

/** The commands that were given up. All methods work in the caller's transaction. */
public final class DeadLetters {

    private static final String INSERT = "insert into scale.dead_letter"
            + " (queue, message_id, try, attempt, type, body, headers, reason) values (?, ?, ?, ?, ?, ?, ?::jsonb, ?)"
            + " on conflict do nothing";

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

    private static void setText(PreparedStatement statement, int index, @org.jspecify.annotations.Nullable String text)
            throws SQLException {
        if (text == null) {
            statement.setNull(index, Types.VARCHAR);
        } else {
            statement.setString(index, StoredText.sanitize(text));
        }
    }
}
