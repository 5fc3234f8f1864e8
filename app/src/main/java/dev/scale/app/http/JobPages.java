package dev.scale.app.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;

/** Jobs: found by id, type, status and node; how many there are; one of them with its executions. */
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
    private final JobCounts counts;

    JobPages(PageDatabase database) {
        this.database = database;
        counts = new JobCounts(database);
    }

    void serve(RoutesConfig routes) {
        routes.get("/api/jobs", this::list);
        routes.get("/api/jobs/counts", counts::answer);
        routes.get("/api/jobs/{id}", this::show);
    }

    private void list(Context request) throws SQLException {
        Search search = new Search("scale.job");
        Parameters.id(request, "id").ifPresent(id -> search.within("id = ?", id));
        Parameters.id(request, "before").ifPresent(id -> search.within("id < ?", id));
        Parameters.text(request, "type").ifPresent(type -> search.where("type = ?", type));
        Parameters.text(request, "status").ifPresent(status -> search.where("status = ?", status));
        Parameters.text(request, "node").ifPresent(node -> search.where("node = ?", node));
        Answer.from(database, request, (connection, generator) -> search.write(connection, LIST, generator));
    }

    private void show(Context request) throws SQLException {
        long id = Parameters.id(request.pathParam("id"));
        Answer.from(database, request, (connection, generator) -> {
            generator.writeName("job");
            if (Json.query(connection, JOB, generator, id) == 0) {
                throw new Refusal(404, "there is no job " + id);
            }
            generator.writeName("executions");
            Json.rows(connection, EXECUTIONS, generator, id);
        });
    }
}
