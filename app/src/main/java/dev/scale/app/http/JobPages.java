package dev.scale.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Jobs: found by id, type and status; one of them with its executions. */
final class JobPages {

    private static final String LIST = "id, type, status, exe_num, max_tries, node, error, created, last_status_change";

    private static final String JOB = "select id, type, status, exe_num, first_exe, max_tries, priority, claimed_by,"
            + " claimed_at, node, error, submitted_by, created, queued, started, ended, last_status_change,"
            + " left(input::text, 100000) as input, left(output::text, 100000) as output from scale.job where id = ?";

    private static final String EXECUTIONS = "select exe_num, status, node, queued, started, ended, error,"
            + " left(error_message, 2000) as error_message, left(output::text, 20000) as output,"
            + " left(task_results::text, 20000) as task_results from scale.job_exe where job_id = ? order by exe_num desc"
            + " limit 200";

    private final PageDatabase database;

    JobPages(PageDatabase database) {
        this.database = database;
    }

    void serve(RoutesConfig routes) {
        routes.get("/api/jobs", this::list);
        routes.get("/api/jobs/{id}", this::show);
    }

    private void list(Context request) throws SQLException {
        Search search = new Search("scale.job");
        Parameters.id(request, "id").ifPresent(id -> search.within("id = ?", id));
        Parameters.id(request, "before").ifPresent(id -> search.within("id < ?", id));
        Parameters.text(request, "type").ifPresent(type -> search.where("type = ?", type));
        Parameters.text(request, "status").ifPresent(status -> search.where("status = ?", status));
        Answer.from(database, request, (connection, generator) -> search.write(connection, LIST, generator));
    }

    private void show(Context request) throws SQLException {
        long id = Parameters.id(request.pathParam("id"));
        Answer.from(database, request, (connection, generator) -> {
            generator.writeName("job");
            if (one(connection, JOB, id, generator) == 0) {
                throw new Refusal(404, "there is no job " + id);
            }
            generator.writeArrayPropertyStart("executions");
            one(connection, EXECUTIONS, id, generator);
            generator.writeEndArray();
        });
    }

    private static int one(Connection connection, String sql, long id, tools.jackson.core.JsonGenerator generator)
            throws SQLException {
        int rows = 0;
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                for (; row.next(); rows++) {
                    Json.row(row, generator);
                }
            }
        }
        return rows;
    }
}
