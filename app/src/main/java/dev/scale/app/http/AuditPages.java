package dev.scale.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;

/** What people did to dead letters and handlers of the queue. */
final class AuditPages {

    private static final String LIST = "id, at, actor, act, subject, number::text as number";

    private final PageDatabase database;
    private final String queue;

    AuditPages(PageDatabase database, String queue) {
        this.database = database;
        this.queue = queue;
    }

    void serve(RoutesConfig routes) {
        routes.get("/api/audit", this::list);
    }

    private void list(Context request) throws SQLException {
        Search search = new Search("scale.audit").where("queue = ?", queue);
        Parameters.id(request, "before").ifPresent(id -> search.within("id < ?", id));
        Answer.from(database, request, (connection, generator) -> search.write(connection, LIST, generator));
    }
}
