package dev.scale.app.http;

import dev.scale.messaging.store.Audit;
import dev.scale.messaging.store.Workers;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Pauses and resumes handler processes: says so in their rows, which each of them reads with its next sign of life. */
final class HandlerChanges {

    private static final Logger LOG = LoggerFactory.getLogger(HandlerChanges.class);
    private static final String EXPECTED = "{\"ids\": [id, …]} with ids of handler processes, or {\"all\": true}";

    private final PageDatabase database;
    private final String queue;

    HandlerChanges(PageDatabase database, String queue) {
        this.database = database;
        this.queue = queue;
    }

    void serve(RoutesConfig routes) {
        routes.post("/api/handlers/pause", request -> change(request, "pause", true));
        routes.post("/api/handlers/resume", request -> change(request, "resume", false));
    }

    private void change(Context request, String act, boolean pause) throws SQLException {
        List<UUID> ids = ids(request.body());
        Answer.from(database, request, (connection, generator) -> {
            List<UUID> changed = Workers.wantPause(connection, queue, ids, pause);
            String names = changed.toString().replaceAll("[\\[\\]]", "");
            if (!changed.isEmpty()) {
                Audit.Act entry =
                        Audit.begin(connection, queue, Answer.actor(request), act, "handler processes " + names);
                Audit.count(connection, entry, changed.size());
            }
            LOG.info("{}: {} handler processes {}, from {}", act, changed.size(), names, request.ip());
            generator.writeNumberProperty("changed", changed.size());
        });
    }

    /** Empty: all. */
    private static List<UUID> ids(String json) {
        Members members = Members.parse(json, Set.of("ids", "all"), EXPECTED);
        try {
            List<UUID> ids = members.list("ids").stream().map(UUID::fromString).toList();
            members.require(ids.isEmpty() == members.isTrue("all"));
            return ids;
        } catch (IllegalArgumentException e) {
            throw members.wrong();
        }
    }
}
