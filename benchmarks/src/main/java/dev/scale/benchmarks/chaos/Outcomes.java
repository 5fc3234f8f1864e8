package dev.scale.benchmarks.chaos;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the database.
 *
 * @param effects how often, by message id of the command that a sender sent
 * @param followUps how often, by message id of the command that they follow
 * @param counters sums by counter
 * @param deadLetters reasons, by message id
 * @param deadFollowUps message ids of the commands that they follow
 * @param jobs by id
 */
record Outcomes(
        Map<String, Integer> effects,
        Map<String, Integer> followUps,
        Map<Integer, Long> counters,
        Map<String, String> deadLetters,
        Set<String> deadFollowUps,
        Map<Long, Job> jobs) {

    /** A job and whether its execution has a time of start. */
    record Job(String status, boolean started) {}

    static Outcomes read(Connection connection) throws SQLException {
        Outcomes found = new Outcomes(
                new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashMap<>());
        each(
                connection,
                "select message_id, count(*) from chaos.effect where parent is null group by 1",
                row -> found.effects.put(row.getString(1), row.getInt(2)));
        each(
                connection,
                "select parent, count(*) from chaos.effect where parent is not null group by 1",
                row -> found.followUps.put(row.getString(1), row.getInt(2)));
        each(
                connection,
                "select counter, sum from chaos.counter",
                row -> found.counters.put(row.getInt(1), row.getLong(2)));
        each(
                connection,
                "select message_id, reason from scale.dead_letter where message_id is not null",
                row -> found.deadLetters.put(row.getString(1), row.getString(2)));
        each(
                connection,
                "select parent from (select convert_from(body, 'UTF8')::jsonb #>> '{body,parent}' parent"
                        + " from scale.dead_letter where type = 'count') letters where parent is not null",
                row -> found.deadFollowUps.add(row.getString(1)));
        each(
                connection,
                "select id, job.status, exe.started is not null from scale.job left join scale.job_exe exe"
                        + " on exe.job_id = id and exe.exe_num = 1",
                row -> found.jobs.put(row.getLong(1), new Job(row.getString(2), row.getBoolean(3))));
        return found;
    }

    int effectsOf(String id) {
        return effects.getOrDefault(id, 0);
    }

    int followUpsOf(String id) {
        return followUps.getOrDefault(id, 0);
    }

    @Nullable
    Job job(long id) {
        return jobs.get(id);
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, Row each) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                each.take(rows);
            }
        }
    }
}
