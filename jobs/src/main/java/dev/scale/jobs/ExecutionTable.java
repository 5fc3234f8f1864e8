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

    /** Outputs may be large and are never needed here. */
    static final String SELECT = """
            select e.job_id, e.exe_num, e.status, e.node, e.started, e.ended, e.error, e.error_message,
                   e.output is not null
            from unnest(?, ?) as n (job_id, exe_num)
                 join scale.job_exe e on e.job_id = n.job_id and e.exe_num = n.exe_num""";

    private static final String UPSERT = """
            insert into scale.job_exe as e (job_id, exe_num, status, node, started, ended, error, error_message, output)
            select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (job_id, exe_num) do update
            set status = excluded.status, node = excluded.node, started = excluded.started, ended = excluded.ended,
                error = excluded.error, error_message = excluded.error_message,
                output = coalesce(e.output, excluded.output)""";

    private ExecutionTable() {}

    /** An execution's state to write. */
    record Row(long job, int exeNum, Execution execution) {

        private Execution.@Nullable Failure failure() {
            return execution.failure();
        }
    }

    /** Sets the two parameters of {@link #SELECT}. */
    static void bind(PreparedStatement select, int first, SqlArrays<ExecutionId> wanted) throws SQLException {
        select.setArray(first, wanted.bigints(ExecutionId::job));
        select.setArray(first + 1, wanted.integers(ExecutionId::exeNum));
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
                    rows.getBoolean(9) ? Output.STORED : null);
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
            upsert.setArray(9, rows.jsons(row -> {
                Output output = row.execution().output();
                return output == null ? null : output.json();
            }));
            upsert.executeUpdate();
        }
    }

    private static @Nullable Instant instant(ResultSet rows, int column) throws SQLException {
        OffsetDateTime time = rows.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
