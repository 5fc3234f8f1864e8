package dev.scale.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;

/** Dead letters that are open: in groups by type and cause, one by one, each with its body. */
final class LetterPages {

    /** A reason without what differs from one to the next: ids and numbers. */
    static final String CAUSE = "regexp_replace(regexp_replace(left(reason, 300),"
            + " '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}', '…', 'g'), '[0-9]+', '#', 'g')";

    private static final int MOST_GROUPED = 10_000;
    private static final int LONGEST_BODY = 256 * 1024;

    private static final String GROUPS = "select coalesce(type, '') as type, cause, count(*)::integer as letters,"
            + " min(dead_at) as first, max(dead_at) as last from (select type, dead_at, " + CAUSE + " as cause"
            + " from (select * from scale.dead_letter where queue = ? and resolved_at is null order by id desc limit "
            + MOST_GROUPED + ") as newest) as folded group by 1, 2 order by letters desc, last desc limit 200";

    private static final String LIST = "id, coalesce(type, '') as type, message_id, try, attempt,"
            + " left(reason, 500) as reason, octet_length(body) as bytes, dead_at";

    private static final String LETTER =
            "select id, queue, coalesce(type, '') as type, message_id, try, attempt, reason,"
                    + " headers::text as headers, octet_length(body) as bytes, dead_at, resolved_at, resolution,"
                    + " encode(substr(body, 1, " + LONGEST_BODY
                    + "), 'base64') as body_base64 from scale.dead_letter where id = ?";

    private final PageDatabase database;
    private final String queue;

    LetterPages(PageDatabase database, String queue) {
        this.database = database;
        this.queue = queue;
    }

    void serve(RoutesConfig routes) {
        routes.get("/api/dead-letters", this::list);
        routes.get("/api/dead-letters/groups", this::groups);
        routes.get("/api/dead-letters/{id}", this::show);
        new LetterChanges(database, queue).serve(routes);
    }

    private void groups(Context request) throws SQLException {
        Answer.from(database, request, (connection, generator) -> {
            generator.writeNumberProperty("of_the_newest", MOST_GROUPED);
            generator.writeName("groups");
            Json.rows(connection, GROUPS, generator, queue);
        });
    }

    private void list(Context request) throws SQLException {
        Search search =
                new Search("scale.dead_letter").within("queue = ?", queue).within("resolved_at is null");
        Parameters.id(request, "before").ifPresent(id -> search.within("id < ?", id));
        Parameters.text(request, "type").ifPresent(type -> search.where("type = ?", type));
        Parameters.text(request, "cause").ifPresent(cause -> search.where(CAUSE + " = ?", cause));
        Parameters.text(request, "text").ifPresent(text -> search.where("strpos(reason, ?) > 0", text));
        Answer.from(database, request, (connection, generator) -> search.write(connection, LIST, generator));
    }

    private void show(Context request) throws SQLException {
        long id = Parameters.id(request.pathParam("id"));
        Answer.from(database, request, (connection, generator) -> {
            try (PreparedStatement select = connection.prepareStatement(LETTER)) {
                select.setLong(1, id);
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        throw new Refusal(404, "there is no dead letter " + id);
                    }
                    generator.writeName("letter");
                    Json.row(row, generator);
                    generator.writeNumberProperty(
                            "body_shown", Base64.getMimeDecoder().decode(row.getString("body_base64")).length);
                }
            }
        });
    }
}
