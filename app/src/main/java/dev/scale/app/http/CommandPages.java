package dev.scale.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;

/** What the handler processes of the last day have ended, by command type. */
final class CommandPages {

    private static final String BY_TYPE = """
            with loads as (
                select t.key as type, t.value as load,
                    ended_at is null and heartbeat_at > now() - interval '15 s' as alive,
                    by_type_at - (t.value->>'error_age')::float8 * interval '1 s' as error_at
                from scale.worker, jsonb_each(by_type) as t where queue = ?)
            select type,
                coalesce(sum((load->>'per_second')::float8) filter (where alive), 0) as per_second,
                sum((load->>'commands')::bigint)::text as commands,
                sum((load->>'failed')::bigint)::text as failed,
                sum((load->>'dead_letters')::bigint)::text as dead_letters,
                sum((load->>'seconds')::float8) / nullif(sum((load->>'commands')::bigint), 0) as seconds_per_command,
                (array_agg(load->>'last_error' order by error_at desc) filter (where error_at is not null))[1] as last_error,
                max(error_at) as last_error_at
            from loads group by type order by per_second desc, sum((load->>'commands')::bigint) desc, type limit 200
            """;

    private final PageDatabase database;
    private final String queue;

    CommandPages(PageDatabase database, String queue) {
        this.database = database;
        this.queue = queue;
    }

    void serve(RoutesConfig routes) {
        routes.get("/api/commands", this::byType);
    }

    private void byType(Context request) throws SQLException {
        Answer.from(database, request, (connection, generator) -> {
            generator.writeName("types");
            Json.rows(connection, BY_TYPE, generator, queue);
        });
    }
}
