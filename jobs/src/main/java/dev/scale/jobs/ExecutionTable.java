package dev.scale.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of executions, which only a transaction that holds the lock of their job reads or writes. */
final class ExecutionTable {

    /** What is kept as JSON may be large and is never needed here. */
    private static final String COLUMNS = """
            select e.job_id, e.exe_num, e.status, e.node, e.started, e.ended, e.error, e.error_message,
                   e.output is not null, e.task_results is not null
            """;

    /** Named executions, and the current ones of some jobs; some may come twice. */
    static final String SELECT = COLUMNS + """
            from unnest(?, ?) as n (job_id, exe_num)
                 join scale.job_exe e on e.job_id = n.job_id and e.exe_num = n.exe_num
            union all
            """ + COLUMNS + """
            from scale.job j join scale.job_exe e on e.job_id = j.id and e.exe_num = j.exe_num
            where j.id = any (?)""";

    private static final String UPSERT = """
            insert into scale.job_exe as e (job_id, exe_num, status, node, started, ended, error, error_message, output,
                                            task_results)
            select u.job_id, u.exe_num, u.status, u.node, u.started,
                   coalesce(u.ended, case when u.status = 'CANCELED' then now() end),
                   u.error, u.error_message, u.output, u.task_results
            from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 as u (job_id, exe_num, status, node, started, ended, error, error_message, output, task_results)
            on conflict (job_id, exe_num) do update
            set status = excluded.status, node = excluded.node, started = excluded.started, ended = excluded.ended,
                error = excluded.error, error_message = excluded.error_message,
                output = coalesce(e.output, excluded.output),
                task_results = coalesce(e.task_results, excluded.task_results)""";

    private ExecutionTable() {}

    /** An execution's state to write. */
    record Row(long job, int exeNum, Execution execution) {

        private Execution.@Nullable Failure failure() {
            return execution.failure();
        }
    }

    /** Sets the three parameters of {@link #SELECT}; returns the number of the next. */
    static int bind(PreparedStatement select, int first, SqlArrays<ExecutionId> named, SqlArrays<Long> currentOf)
            throws SQLException {
        select.setArray(first, named.bigints(ExecutionId::job));
        select.setArray(first + 1, named.integers(ExecutionId::exeNum));
        select.setArray(first + 2, currentOf.bigints(id -> id));
        return first + 3;
    }

    /** Adds the executions of known jobs to them. */
    static void read(ResultSet rows, Map<Long, Map<Integer, Execution>> jobs) throws SQLException {
        while (rows.next()) {
            String error = rows.getString(7);
            Execution execution = new Execution(
                    JobStatus.valueOf(rows.getString(3)),
                    rows.getString(4),
                    instant(rows, 5),
                    instant(rows, 6),
                    error == null ? null : new Execution.Failure(error, rows.getString(8)),
                    rows.getBoolean(9) ? StoredJson.THERE : null,
                    rows.getBoolean(10) ? StoredJson.THERE : null);
            Map<Integer, Execution> known = jobs.get(rows.getLong(1));
            if (known != null) {
                known.put(rows.getInt(2), execution);
            }
        }
    }

    /** Writes executions, each at most once in the list. */
    static void upsert(Connection connection, List<Row> changed) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        SqlArrays<Row> rows = new SqlArrays<>(connection, changed);
        try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
            upsert.setArray(1, rows.bigints(Row::job));
            upsert.setArray(2, rows.integers(Row::exeNum));
            upsert.setArray(3, rows.texts(row -> row.execution().status().name()));
            upsert.setArray(4, rows.texts(row -> row.execution().node()));
            upsert.setArray(5, rows.times(row -> row.execution().started()));
            upsert.setArray(6, rows.times(row -> row.execution().ended()));
            upsert.setArray(
                    7,
                    rows.texts(
                            row -> row.failure() == null ? null : row.failure().error()));
            upsert.setArray(
                    8,
                    rows.texts(
                            row -> row.failure() == null ? null : row.failure().message()));
            upsert.setArray(9, rows.jsons(row -> json(row.execution().output())));
            upsert.setArray(10, rows.jsons(row -> json(row.execution().taskResults())));
            upsert.executeUpdate();
        }
    }

    private static @Nullable String json(@Nullable StoredJson stored) {
        return stored == null ? null : stored.json();
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
