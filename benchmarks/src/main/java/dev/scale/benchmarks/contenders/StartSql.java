package dev.scale.benchmarks.contenders;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Two ways to write starts: into {@code job}, then into {@code job_exe}, only where the execution is still queued. Called
 * with starts in the order of their jobs, so that two consumers which know the same jobs lock them in the same order.
 */
enum StartSql {
    /** A statement for each row, many of them in a round trip. */
    BATCH("JdbcTemplate.batchUpdate") {
        @Override
        void write(JdbcTemplate jdbc, List<Start> starts) {
            jdbc.batchUpdate(JOB, starts, starts.size(), StartSql::bind);
            jdbc.batchUpdate(EXECUTION, starts, starts.size(), StartSql::bind);
        }
    },

    /** One statement for each table. It locks in the order of the arrays as long as the planner goes through them row by row. */
    UNNEST("UPDATE FROM unnest") {
        @Override
        void write(JdbcTemplate jdbc, List<Start> starts) {
            jdbc.update(JOBS, statement -> bindArrays(statement, starts));
            jdbc.update(EXECUTIONS, statement -> bindArrays(statement, starts));
        }
    };

    private static final String JOB = """
            update scale.job
            set status = 'RUNNING', node = ?, started = ?::timestamptz, last_status_change = now()
            where id = ? and exe_num = ? and status = 'QUEUED'""";

    private static final String EXECUTION = """
            update scale.job_exe
            set status = 'RUNNING', node = ?, started = ?::timestamptz
            where job_id = ? and exe_num = ? and status = 'QUEUED'""";

    static final String JOBS = """
            update scale.job j
            set status = 'RUNNING', node = u.node, started = u.started::timestamptz, last_status_change = now()
            from unnest(?::int8[], ?::int4[], ?::text[], ?::text[]) as u (id, exe_num, node, started)
            where j.id = u.id and j.exe_num = u.exe_num and j.status = 'QUEUED'""";

    static final String EXECUTIONS = """
            update scale.job_exe e
            set status = 'RUNNING', node = u.node, started = u.started::timestamptz
            from unnest(?::int8[], ?::int4[], ?::text[], ?::text[]) as u (id, exe_num, node, started)
            where e.job_id = u.id and e.exe_num = u.exe_num and e.status = 'QUEUED'""";

    private final String text;

    StartSql(String text) {
        this.text = text;
    }

    /** Writes starts in the transaction of the template. */
    abstract void write(JdbcTemplate jdbc, List<Start> starts);

    private static void bind(PreparedStatement update, Start start) throws SQLException {
        update.setString(1, start.node());
        update.setString(2, start.started());
        update.setLong(3, start.job());
        update.setInt(4, start.exeNum());
    }

    /** Sets the parameters of {@link #JOBS} or {@link #EXECUTIONS}. */
    static void bindArrays(PreparedStatement update, List<Start> starts) throws SQLException {
        update.setObject(1, starts.stream().mapToLong(Start::job).toArray());
        update.setObject(2, starts.stream().mapToInt(Start::exeNum).toArray());
        update.setObject(3, starts.stream().map(Start::node).toArray(String[]::new));
        update.setObject(4, starts.stream().map(Start::started).toArray(String[]::new));
    }

    @Override
    public String toString() {
        return text;
    }
}
