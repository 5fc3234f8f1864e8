package dev.scale.app.http;

import dev.scale.messaging.Replay;
import dev.scale.messaging.store.DeadLetters;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replays and discards dead letters: those that are named, or up to 500 of those that are meant, the oldest first. */
final class LetterChanges {

    private static final Logger LOG = LoggerFactory.getLogger(LetterChanges.class);
    private static final int MOST = 500;
    private static final String NOTE = "on the dashboard";

    private final PageDatabase database;
    private final String queue;

    private interface Change {
        int apply(Connection connection, List<Long> ids) throws SQLException;
    }

    LetterChanges(PageDatabase database, String queue) {
        this.database = database;
        this.queue = queue;
    }

    void serve(RoutesConfig routes) {
        routes.post("/api/dead-letters/replay", request -> change(request, "replayed", LetterChanges::replay));
        routes.post("/api/dead-letters/discard", request -> change(request, "discarded", LetterChanges::discard));
    }

    private static int replay(Connection connection, List<Long> ids) throws SQLException {
        return Replay.deadLetters(connection, ids, Replay.Pace.AT_ONCE, NOTE).size();
    }

    private static int discard(Connection connection, List<Long> ids) throws SQLException {
        return DeadLetters.resolve(connection, ids, DeadLetters.Resolution.DISCARDED, NOTE)
                .size();
    }

    private void change(Context request, String what, Change change) throws SQLException {
        LetterChoice choice = LetterChoice.parse(request.body());
        Answer.from(database, request, (connection, generator) -> {
            List<Long> ids = ids(connection, choice);
            int changed = ids.isEmpty() ? 0 : change.apply(connection, ids);
            LOG.info("{} dead letters were {} {}, from {}", changed, what, NOTE, request.ip());
            generator.writeNumberProperty("changed", changed);
            generator.writeBooleanProperty("more", choice.all() && ids.size() == MOST);
        });
    }

    /** Only those of this queue, whatever is asked for. */
    private List<Long> ids(Connection connection, LetterChoice choice) throws SQLException {
        StringBuilder sql =
                new StringBuilder("select id from scale.dead_letter where queue = ? and resolved_at is null");
        List<Object> values = new ArrayList<>(List.of(queue));
        if (!choice.all()) {
            sql.append(" and id = any (?)");
            values.add(connection.createArrayOf("int8", choice.ids().toArray()));
        }
        choice.type().ifPresent(type -> {
            sql.append(" and coalesce(type, '') = ?");
            values.add(type);
        });
        choice.cause().ifPresent(cause -> {
            sql.append(" and ").append(LetterPages.CAUSE).append(" = ?");
            values.add(cause);
        });
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(
                sql.append(" order by id limit " + MOST).toString())) {
            for (int i = 0; i < values.size(); i++) {
                select.setObject(i + 1, values.get(i));
            }
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getLong(1));
                }
            }
        }
        return ids;
    }
}
