package dev.scale.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The rows of jobs, read under their locks and written back. */
final class JobTable {

    /**
     * Locks in the order of ids; and in the same round trip, but as a statement of its own: only a later statement sees the
     * executions as they were when the lock was got.
     */
    private static final String LOCK = """
            select id, status, exe_num, first_exe, max_tries, coalesce(submitted_max_tries, max_tries), priority
            from scale.job where id = any (?) order by id for no key update;
            """ + ExecutionTable.SELECT;

    private static final String UPDATE = """
            update scale.job j
            set status = u.status, exe_num = u.exe_num, first_exe = u.first_exe, priority = u.priority,
                max_tries = u.max_tries,
                submitted_max_tries =
                    case when j.max_tries = u.max_tries then j.submitted_max_tries
                         else coalesce(j.submitted_max_tries, j.max_tries) end,
                node = e.node, started = e.started, ended = e.ended, error = e.error,
                output = case when u.status = 'COMPLETED' then e.output end,
                queued = case when j.exe_num = u.exe_num then j.queued else now() end,
                claimed_by = case when j.exe_num = u.exe_num then j.claimed_by end,
                claimed_at = case when j.exe_num = u.exe_num then j.claimed_at end,
                last_status_change =
                    case when j.status = u.status and j.exe_num = u.exe_num then j.last_status_change else now() end
            from unnest(?, ?, ?, ?, ?, ?) as u (id, status, exe_num, first_exe, priority, max_tries)
                 left join scale.job_exe e on e.job_id = u.id and e.exe_num = u.exe_num
            where j.id = u.id""";

    private JobTable() {}

    /**
     * Locks jobs until the end of the transaction and reads their states.
     *
     * @param executions those that are needed beside the jobs' rows
     * @param currentOf jobs whose current executions are needed as well
     * @return by id; a job that does not exist is missing
     */
    static Map<Long, JobState> lock(
            Connection connection, Collection<Long> ids, Collection<ExecutionId> executions, Collection<Long> currentOf)
            throws SQLException {
        Map<Long, JobState> jobs = new HashMap<>();
        if (ids.isEmpty()) {
            return jobs;
        }
        try (PreparedStatement lock = connection.prepareStatement(LOCK)) {
            lock.setArray(1, new SqlArrays<>(connection, ids).bigints(id -> id));
            ExecutionTable.bind(
                    lock, 2, new SqlArrays<>(connection, executions), new SqlArrays<>(connection, currentOf));
            lock.execute();
            Map<Long, Map<Integer, Execution>> known = new HashMap<>();
            try (ResultSet rows = lock.getResultSet()) {
                while (rows.next()) {
                    long id = rows.getLong(1);
                    JobState state = new JobState(
                            JobStatus.valueOf(rows.getString(2)),
                            rows.getInt(3),
                            rows.getInt(4),
                            new JobState.MaxTries(rows.getInt(5), rows.getInt(6)),
                            rows.getInt(7),
                            known.computeIfAbsent(id, unused -> new TreeMap<>()));
                    jobs.put(id, state);
                }
            }
            lock.getMoreResults();
            try (ResultSet rows = lock.getResultSet()) {
                ExecutionTable.read(rows, known);
            }
        }
        return jobs;
    }

    /** A job's state to write. */
    record Row(long id, JobState state) {}

    /** Writes states; what a row shows of its current execution is taken from that execution's row. */
    static void update(Connection connection, List<Row> changed) throws SQLException {
        if (changed.isEmpty()) {
            return;
        }
        SqlArrays<Row> rows = new SqlArrays<>(connection, changed);
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setArray(1, rows.bigints(Row::id));
            update.setArray(2, rows.texts(row -> row.state().status().name()));
            update.setArray(3, rows.integers(row -> row.state().exeNum()));
            update.setArray(4, rows.integers(row -> row.state().firstExe()));
            update.setArray(5, rows.integers(row -> row.state().priority()));
            update.setArray(6, rows.integers(row -> row.state().maxTries().now()));
            update.executeUpdate();
        }
    }
}
