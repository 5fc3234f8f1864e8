package dev.scale.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The ids of jobs that were pruned, which are remembered for a time. */
final class PrunedJobs {

    /** Under which commands about them are counted. */
    static final String REASON = "job pruned";

    /** To be asked by a statement that begins after the job was looked for: one that is being pruned is in one of the two. */
    static final String SELECT = "select id from scale.pruned_job where id = any (?)";

    private static final String FORGET = "delete from scale.pruned_job where ctid = any (array("
            + "select ctid from scale.pruned_job where pruned_at < now() - ? * interval '1 millisecond'"
            + " limit ? for update skip locked))";

    private PrunedJobs() {}

    /** Those of the ids that are remembered; asks only where there are any. */
    static Set<Long> among(Connection connection, Collection<Long> ids) throws SQLException {
        if (ids.isEmpty()) {
            return Set.of();
        }
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, new SqlArrays<>(connection, List.copyOf(ids)).bigints(id -> id));
            try (ResultSet rows = select.executeQuery()) {
                return read(rows);
            }
        }
    }

    static Set<Long> read(ResultSet rows) throws SQLException {
        Set<Long> ids = new HashSet<>();
        while (rows.next()) {
            ids.add(rows.getLong(1));
        }
        return ids;
    }

    /** Forgets ids that were pruned longer ago, at most so many; returns how many. */
    static int forget(Connection connection, Duration memory, int most) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(FORGET)) {
            delete.setLong(1, memory.toMillis());
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }
}
