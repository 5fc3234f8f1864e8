package dev.scale.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads jobs for people, page by page in the order of their ids; locks and changes nothing. A page needs the primary key alone where
 * most jobs match, and at worst one reading of the table.
 */
public final class JobList {

    private static final String SELECT =
            "select id, exe_num, type, status, max_tries, priority, claimed_by, node, error,"
                    + " created, last_status_change from scale.job";

    private JobList() {}

    /**
     * The newest first: the jobs with the greatest ids.
     *
     * @param below only ids below this one; empty: from the greatest
     * @param most jobs
     */
    public static List<JobSummary> newest(Connection connection, JobFilter filter, OptionalLong below, int most)
            throws SQLException {
        Conditions conditions = Conditions.of(filter);
        below.ifPresent(id -> conditions.add("id < ?", id));
        return read(connection, conditions, " order by id desc limit " + most);
    }

    /**
     * The oldest first: the jobs with the smallest ids.
     *
     * @param above only ids above this one; empty: from the smallest
     * @param most jobs
     */
    public static List<JobSummary> oldest(Connection connection, JobFilter filter, OptionalLong above, int most)
            throws SQLException {
        Conditions conditions = Conditions.of(filter);
        above.ifPresent(id -> conditions.add("id > ?", id));
        return read(connection, conditions, " order by id limit " + most);
    }

    /** Jobs by their ids, in the order of these; those that do not exist are left out. */
    public static List<JobSummary> byId(Connection connection, Collection<Long> ids) throws SQLException {
        Conditions conditions = new Conditions();
        conditions.add("id = any (?)", connection.createArrayOf("int8", ids.toArray()));
        return read(connection, conditions, " order by id");
    }

    private static List<JobSummary> read(Connection connection, Conditions conditions, String rest)
            throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT + conditions.where() + rest)) {
            conditions.bind(select);
            List<JobSummary> jobs = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    jobs.add(summary(rows));
                }
            }
            return jobs;
        }
    }

    static JobSummary summary(ResultSet row) throws SQLException {
        return new JobSummary(
                new ExecutionId(row.getLong("id"), row.getInt("exe_num")),
                row.getString("type"),
                JobStatus.valueOf(row.getString("status")),
                row.getInt("max_tries"),
                row.getInt("priority"),
                row.getString("claimed_by"),
                row.getString("node"),
                row.getString("error"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("last_status_change", OffsetDateTime.class).toInstant());
    }

    /** Only what is given stands in the statement, so that the planner knows what is asked. */
    private static final class Conditions {

        private final List<String> texts = new ArrayList<>();
        private final List<Object> values = new ArrayList<>();

        static Conditions of(JobFilter filter) {
            Conditions conditions = new Conditions();
            if (!filter.statuses().isEmpty()) {
                String marks = "?, ".repeat(filter.statuses().size());
                conditions.texts.add("status in (" + marks.substring(0, marks.length() - 2) + ")");
                filter.statuses().stream().sorted().forEach(status -> conditions.values.add(status.name()));
            }
            filter.type().ifPresent(type -> conditions.add("type = ?", type));
            filter.node().ifPresent(node -> conditions.add("node = ?", node));
            filter.claimedBy().ifPresent(scheduler -> conditions.add("claimed_by = ?", scheduler));
            filter.error().ifPresent(error -> conditions.add("error = ?", error));
            filter.since().ifPresent(time -> conditions.add("last_status_change >= ?", utc(time)));
            filter.until().ifPresent(time -> conditions.add("last_status_change <= ?", utc(time)));
            return conditions;
        }

        void add(String condition, Object value) {
            texts.add(condition);
            values.add(value);
        }

        String where() {
            return texts.isEmpty() ? "" : " where " + String.join(" and ", texts);
        }

        void bind(PreparedStatement statement) throws SQLException {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
        }

        private static OffsetDateTime utc(Instant time) {
            return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
        }
    }
}
