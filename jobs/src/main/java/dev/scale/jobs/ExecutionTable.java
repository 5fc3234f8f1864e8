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

    private static final String CHANGES = """
            unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 as u (job_id, exe_num, status, node, started, ended, error, error_message, output, task_results)
            """;

    /** Without a time of its own, an execution that is given up ends now. */
    private static final String ENDED = "coalesce(u.ended, case when u.status = 'CANCELED' then now() end)";

    private static final String INSERT = """
            insert into scale.job_exe (job_id, exe_num, status, node, started, ended, error, error_message, output,
                                       task_results)
            select u.job_id, u.exe_num, u.status, u.node, u.started, %s, u.error, u.error_message, u.output, u.task_results
            from\s""".formatted(ENDED) + CHANGES;

    private static final String UPDATE =
            """
            update scale.job_exe e
            set status = u.status, node = u.node, started = u.started, ended = %s,
                error = u.error, error_message = u.error_message,
                output = coalesce(e.output, u.output),
                task_results = coalesce(e.task_results, u.task_results)
            from\s""".formatted(ENDED) + CHANGES + "where e.job_id = u.job_id and e.exe_num = u.exe_num";

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
        select.setObject(first, named.bigints(ExecutionId::job));
        select.setObject(first + 1, named.integers(ExecutionId::exeNum));
        select.setObject(first + 2, currentOf.bigints(id -> id));
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

    /** Writes executions that have no row yet, each once in the list. */
    static void insert(Connection connection, List<Row> added) throws SQLException {
        write(connection, INSERT, added);
    }

    /** Writes executions over their rows, each once in the list. */
    static void update(Connection connection, List<Row> changed) throws SQLException {
        write(connection, UPDATE, changed);
    }

    private static void write(Connection connection, String sql, List<Row> executions) throws SQLException {
        if (executions.isEmpty()) {
            return;
        }
        SqlArrays<Row> rows = new SqlArrays<>(connection, executions);
        try (PreparedStatement write = connection.prepareStatement(sql)) {
            write.setObject(1, rows.bigints(Row::job));
            write.setObject(2, rows.integers(Row::exeNum));
            write.setArray(3, rows.texts(row -> row.execution().status().name()));
            write.setArray(4, rows.texts(row -> row.execution().node()));
            write.setArray(5, rows.times(row -> row.execution().started()));
            write.setArray(6, rows.times(row -> row.execution().ended()));
            write.setArray(
                    7,
                    rows.texts(
                            row -> row.failure() == null ? null : row.failure().error()));
            write.setArray(
                    8,
                    rows.texts(
                            row -> row.failure() == null ? null : row.failure().message()));
            write.setArray(9, rows.jsons(row -> json(row.execution().output())));
            write.setArray(10, rows.jsons(row -> json(row.execution().taskResults())));
            write.executeUpdate();
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
