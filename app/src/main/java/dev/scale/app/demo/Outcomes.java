package dev.scale.app.demo;

import dev.scale.jobs.ExecutionId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What stands in the database.
 *
 * @param deadLetters message ids
 */
record Outcomes(Map<Long, Job> jobs, Map<ExecutionId, Execution> executions, Set<String> deadLetters) {

    record Job(String status, int exeNum, boolean hasOutput) {}

    record Execution(String status, boolean started, boolean ended, boolean hasOutput) {}

    /** Reads everything. */
    static Outcomes read(Connection connection) throws SQLException {
        Map<Long, Job> jobs = new HashMap<>();
        Map<ExecutionId, Execution> executions = new HashMap<>();
        Set<String> deadLetters = new HashSet<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row =
                    statement.executeQuery("select id, status, exe_num, output is not null from scale.job")) {
                while (row.next()) {
                    jobs.put(row.getLong(1), new Job(row.getString(2), row.getInt(3), row.getBoolean(4)));
                }
            }
            try (ResultSet row = statement.executeQuery("select job_id, exe_num, status, started is not null,"
                    + " ended is not null, output is not null from scale.job_exe")) {
                while (row.next()) {
                    executions.put(
                            new ExecutionId(row.getLong(1), row.getInt(2)),
                            new Execution(row.getString(3), row.getBoolean(4), row.getBoolean(5), row.getBoolean(6)));
                }
            }
            try (ResultSet row =
                    statement.executeQuery("select message_id from scale.dead_letter where message_id is not null")) {
                while (row.next()) {
                    deadLetters.add(row.getString(1));
                }
            }
        }
        return new Outcomes(jobs, executions, deadLetters);
    }
}
