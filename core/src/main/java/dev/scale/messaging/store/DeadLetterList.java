package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads dead letters for people, page by page in the order of their ids; locks and changes nothing. */
public final class DeadLetterList {

    private static final String COLUMNS = " queue, message_id, try, attempt, type, reason, octet_length(body) as size,"
            + " dead_at, resolved_at, resolution," + Outbox.HEADERS_AS_ARRAY + " from scale.dead_letter";

    private DeadLetterList() {}

    /**
     * Without bodies, the newest first.
     *
     * @param below only ids below this one
     */
    public static List<KeptLetter> newest(Connection connection, DeadLetterFilter filter, OptionalLong below, int most)
            throws SQLException {
        Conditions conditions = new Conditions(filter);
        below.ifPresent(id -> conditions.add("id < ?", id));
        return read(connection, conditions, "select id, ''::bytea as body,", " order by id desc limit " + most);
    }

    /**
     * Without bodies, the oldest first.
     *
     * @param above only ids above this one
     */
    public static List<KeptLetter> oldest(Connection connection, DeadLetterFilter filter, OptionalLong above, int most)
            throws SQLException {
        Conditions conditions = new Conditions(filter);
        above.ifPresent(id -> conditions.add("id > ?", id));
        return read(connection, conditions, "select id, ''::bytea as body,", " order by id limit " + most);
    }

    /** How many there are. */
    public static long count(Connection connection, DeadLetterFilter filter) throws SQLException {
        Conditions conditions = new Conditions(filter);
        try (PreparedStatement select =
                connection.prepareStatement("select count(*) from scale.dead_letter" + conditions.where())) {
            conditions.bind(select);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** Without bodies, open or closed, by their ids; those that do not exist are left out. */
    public static List<KeptLetter> byId(Connection connection, Collection<Long> ids) throws SQLException {
        Conditions conditions = new Conditions();
        conditions.add("id = any (?)", connection.createArrayOf("int8", ids.toArray()));
        return read(connection, conditions, "select id, ''::bytea as body,", " order by id");
    }

    /** One with its body, open or closed. */
    public static Optional<KeptLetter> find(Connection connection, long id) throws SQLException {
        Conditions conditions = new Conditions();
        conditions.add("id = ?", id);
        return read(connection, conditions, "select id, body,", "").stream().findFirst();
    }

    private static List<KeptLetter> read(Connection connection, Conditions conditions, String select, String rest)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(select + COLUMNS + conditions.where() + rest)) {
            conditions.bind(statement);
            List<KeptLetter> letters = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    OffsetDateTime resolved = rows.getObject("resolved_at", OffsetDateTime.class);
                    letters.add(new KeptLetter(
                            rows.getLong("id"),
                            DeadLetters.letter(rows),
                            rows.getLong("size"),
                            rows.getObject("dead_at", OffsetDateTime.class).toInstant(),
                            resolved == null ? null : resolved.toInstant(),
                            rows.getString("resolution")));
                }
            }
            return letters;
        }
    }

    /** Only what is given stands in the statement, so that the planner knows what is asked. */
    private static final class Conditions {

        private final List<String> texts = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        Conditions() {}

        Conditions(DeadLetterFilter filter) {
            if (!filter.closed()) {
                texts.add("resolved_at is null");
            }
            filter.queue().ifPresent(queue -> add("queue = ?", StoredText.sanitize(queue)));
            filter.type().ifPresent(type -> add("type = ?", StoredText.sanitize(type)));
            filter.cause().ifPresent(cause -> add("starts_with(reason, ?)", StoredText.sanitize(cause)));
            filter.since().ifPresent(time -> add("dead_at >= ?", utc(time)));
            filter.until().ifPresent(time -> add("dead_at <= ?", utc(time)));
        }

        void add(String condition, Object value) {
            texts.add(condition);
            values.add(value);
        }

        String where() {
            return texts.isEmpty() ? "" : " where " + String.join(" and ", texts);
        }

        void bind(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
        }

        private static OffsetDateTime utc(Instant time) {
            return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
        }
    }
}
