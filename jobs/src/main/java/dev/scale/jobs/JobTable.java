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

    private static final String SELECT_JOBS = """
            select id, status, exe_num, first_exe, max_tries, coalesce(submitted_max_tries, max_tries), priority
            from scale.job where id = any (?) order by id for no key update""";

    /**
     * Locks in the order of ids; and in the same round trip, but as a statement of its own: only a later statement sees the
     * executions as they were when the lock was got.
     */
    private static final String LOCK =
            "savepoint scale_jobs;" + SELECT_JOBS + ";" + ExecutionTable.SELECT + ";release savepoint scale_jobs";

    /** The same without waiting, and then what there is whether it is locked or not. */
    private static final String LOCK_FREE = "rollback to savepoint scale_jobs;" + SELECT_JOBS + " skip locked;"
            + ExecutionTable.SELECT + ";select id, exe_num from scale.job where id = any (?)";

    private static final String LOCK_NOT_AVAILABLE = "55P03";

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
     * Jobs by id; those that do not exist are in neither map.
     *
     * @param locked their states, which nobody changes until the end of the transaction
     * @param held the numbers of the current executions of those that another transaction keeps locked
     */
    record Jobs(Map<Long, JobState> locked, Map<Long, Integer> held) {

        Jobs() {
            this(new HashMap<>(), new HashMap<>());
        }
    }

    /** The jobs to lock, and what is needed beside their rows: executions, and the current ones of some. */
    record Wanted(Collection<Long> ids, Collection<ExecutionId> executions, Collection<Long> currentOf) {}

    /** Locks jobs until the end of the transaction and reads their states; waits for locks as long as the transaction may. */
    static Jobs lock(Connection connection, Wanted wanted) throws SQLException {
        Jobs jobs = new Jobs();
        if (wanted.ids().isEmpty()) {
            return jobs;
        }
        try {
            read(connection, LOCK, wanted, jobs);
        } catch (SQLException e) {
            if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            read(connection, LOCK_FREE, wanted, jobs);
            jobs.held().keySet().removeAll(jobs.locked().keySet());
        }
        return jobs;
    }

    private static void read(Connection connection, String sql, Wanted wanted, Jobs jobs) throws SQLException {
        boolean free = sql.equals(LOCK_FREE);
        try (PreparedStatement lock = connection.prepareStatement(sql)) {
            SqlArrays<Long> ids = new SqlArrays<>(connection, wanted.ids());
            lock.setArray(1, ids.bigints(id -> id));
            int next = ExecutionTable.bind(
                    lock,
                    2,
                    new SqlArrays<>(connection, wanted.executions()),
                    new SqlArrays<>(connection, wanted.currentOf()));
            if (free) {
                lock.setArray(next, ids.bigints(id -> id));
            }
            lock.execute();
            lock.getMoreResults();
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
                    jobs.locked().put(id, state);
                }
            }
            lock.getMoreResults();
            try (ResultSet rows = lock.getResultSet()) {
                ExecutionTable.read(rows, known);
            }
            if (free) {
                lock.getMoreResults();
                try (ResultSet rows = lock.getResultSet()) {
                    while (rows.next()) {
                        jobs.held().put(rows.getLong(1), rows.getInt(2));
                    }
                }
            }
        }
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
