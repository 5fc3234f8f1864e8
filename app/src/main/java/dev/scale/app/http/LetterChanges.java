package dev.scale.app.http;

import dev.scale.messaging.Replay;
import dev.scale.messaging.store.Audit;
import dev.scale.messaging.store.DeadLetters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays and discards dead letters: those that are named, or those that are meant, the oldest first. One request changes a
 * part of them that is bounded by number, by size and by how many are looked at, and says whether there are more; all requests of one act are one
 * entry of the audit.
 */
final class LetterChanges {

    private static final Logger LOG = LoggerFactory.getLogger(LetterChanges.class);
    private static final int MOST = 500;
    private static final int MOST_LOOKED_AT = 20_000;

    /** Bodies are read into memory when they are sent again. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private static final String NOTE = "on the dashboard";

    private final PageDatabase database;
    private final String queue;

    private interface Change {
        int apply(Connection connection, List<Long> ids, LetterChoice choice, Audit.Act act) throws SQLException;
    }

    private static final String LOOKED_AT = " from (select * from scale.dead_letter"
            + " where queue = ? and resolved_at is null and %s order by id limit " + MOST_LOOKED_AT + ") as looked_at";

    /**
     * Those to change now.
     *
     * @param last the id up to which this has looked
     * @param more whether there may be more after it
     */
    private record Part(List<Long> ids, long last, boolean more) {}

    LetterChanges(PageDatabase database, String queue) {
        this.database = database;
        this.queue = queue;
    }

    void serve(RoutesConfig routes) {
        routes.post("/api/dead-letters/replay", request -> change(request, "replay", LetterChanges::replay));
        routes.post("/api/dead-letters/discard", request -> change(request, "discard", LetterChanges::discard));
    }

    private static int replay(Connection connection, List<Long> ids, LetterChoice choice, Audit.Act act)
            throws SQLException {
        Instant first = act.at().plus(choice.between().multipliedBy(act.number()));
        return Replay.deadLetters(connection, ids, new Replay.Pace(first, choice.between()), NOTE)
                .size();
    }

    private static int discard(Connection connection, List<Long> ids, LetterChoice choice, Audit.Act act)
            throws SQLException {
        return DeadLetters.resolve(connection, ids, DeadLetters.Resolution.DISCARDED, NOTE)
                .size();
    }

    private void change(Context request, String what, Change change) throws SQLException {
        LetterChoice choice = LetterChoice.parse(request.body());
        Answer.from(database, request, (connection, generator) -> {
            Part part = part(connection, choice);
            int changed = 0;
            if (!part.ids().isEmpty()) {
                Audit.Act act = act(connection, request, what, choice);
                changed = change.apply(connection, part.ids(), choice, act);
                Audit.count(connection, act, changed);
                generator.writeStringProperty("act", String.valueOf(act.id()));
            }
            LOG.info("{}: {} {}, from {}", what, changed, choice.words(), request.ip());
            generator.writeNumberProperty("changed", changed);
            generator.writeStringProperty("after", String.valueOf(part.last()));
            generator.writeBooleanProperty("more", part.more());
        });
    }

    private Audit.Act act(Connection connection, Context request, String what, LetterChoice choice)
            throws SQLException {
        if (choice.act().isEmpty()) {
            return Audit.begin(connection, queue, Answer.actor(request), what, choice.words());
        }
        return Audit.goOn(connection, choice.act().get(), queue, Answer.actor(request), what, choice.words())
                .orElseThrow(
                        () -> new Refusal(409, "there is no act " + choice.act().get() + " to go on with"));
    }

    /** Only those of this queue, whatever is asked for. */
    private Part part(Connection connection, LetterChoice choice) throws SQLException {
        String lookedAt = String.format(LOOKED_AT, choice.all() ? "id > ?" : "id = any (?)");
        List<Object> scope = List.of(
                queue,
                choice.all()
                        ? (Object) choice.after()
                        : connection.createArrayOf("int8", choice.ids().toArray()));
        StringBuilder meant = new StringBuilder("select id, octet_length(body)" + lookedAt + " where true");
        List<Object> values = new ArrayList<>(scope);
        choice.type().ifPresent(type -> {
            meant.append(" and coalesce(type, '') = ?");
            values.add(type);
        });
        choice.cause().ifPresent(cause -> {
            meant.append(" and ").append(LetterPages.CAUSE).append(" = ?");
            values.add(cause);
        });
        choice.text().ifPresent(text -> {
            meant.append(" and strpos(reason, ?) > 0");
            values.add(text);
        });
        List<Long> ids = new ArrayList<>();
        long bytes = 0;
        try (PreparedStatement select = connection.prepareStatement(meant + " order by id limit " + (MOST + 1))) {
            bind(select, values);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    bytes += row.getLong(2);
                    if (ids.size() == MOST || (!ids.isEmpty() && bytes > MOST_BYTES)) {
                        return new Part(ids, ids.get(ids.size() - 1), true);
                    }
                    ids.add(row.getLong(1));
                }
            }
        }
        try (PreparedStatement bounds = connection.prepareStatement("select max(id), count(*)" + lookedAt)) {
            bind(bounds, scope);
            try (ResultSet row = bounds.executeQuery()) {
                row.next();
                return new Part(ids, row.getLong(1), row.getLong(2) == MOST_LOOKED_AT);
            }
        }
    }

    private static void bind(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }
}
