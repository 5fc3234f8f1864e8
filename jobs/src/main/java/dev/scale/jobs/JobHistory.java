package dev.scale.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of a job.
 *
 * @param submittedBy message id of the command that submitted it
 * @param claimedAt since when its scheduler has the current execution
 * @param input JSON
 * @param output JSON, of the execution that completed the job
 * @param executions in the order of their numbers
 */
public record JobHistory(
        JobSummary job,
        @Nullable String submittedBy,
        @Nullable Instant claimedAt,
        @Nullable String input,
        @Nullable String output,
        List<Run> executions) {

    private static final String JOB = "select id, exe_num, type, status, max_tries, priority, claimed_by, node, error,"
            + " created, last_status_change, submitted_by, claimed_at, input, output from scale.job where id = ?";

    private static final String EXECUTIONS =
            "select exe_num, status, node, queued, started, ended, error, error_message,"
                    + " output, task_results from scale.job_exe where job_id = ? order by exe_num";

    /**
     * One execution.
     *
     * @param queued by the database's clock
     * @param started in the sender's words, as also {@code ended}
     * @param output JSON, as also {@code taskResults}
     */
    public record Run(
            int exeNum,
            JobStatus status,
            @Nullable String node,
            Instant queued,
            @Nullable Instant started,
            @Nullable Instant ended,
            @Nullable String error,
            @Nullable String errorMessage,
            @Nullable String output,
            @Nullable String taskResults) {}

    /** Reads it; empty where there is no such job. */
    public static Optional<JobHistory> of(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(JOB)) {
            select.setLong(1, id);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                return Optional.of(new JobHistory(
                        JobList.summary(row),
                        row.getString("submitted_by"),
                        time(row, "claimed_at"),
                        row.getString("input"),
                        row.getString("output"),
                        executions(connection, id)));
            }
        }
    }

    private static List<Run> executions(Connection connection, long id) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(EXECUTIONS)) {
            select.setLong(1, id);
            List<Run> executions = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    executions.add(new Run(
                            rows.getInt("exe_num"),
                            JobStatus.valueOf(rows.getString("status")),
                            rows.getString("node"),
                            rows.getObject("queued", OffsetDateTime.class).toInstant(),
                            time(rows, "started"),
                            time(rows, "ended"),
                            rows.getString("error"),
                            rows.getString("error_message"),
                            rows.getString("output"),
                            rows.getString("task_results")));
                }
            }
            return executions;
        }
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
