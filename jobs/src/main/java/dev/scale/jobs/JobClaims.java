package dev.scale.jobs;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a scheduler takes queued jobs: {@link #SQL}, one statement that any client may run as well. Several schedulers may
 * claim at once; none waits for another, and no execution is claimed twice.
 *
 * <p>A claim never expires. A scheduler that cannot run what it claimed reports the execution failed, by which the job is
 * queued again under the next number.
 */
public final class JobClaims {

    /**
     * Parameters: name of the scheduler, most jobs. The jobs are chosen in an array, since a subquery that is joined may be
     * run more than once and would then choose more.
     */
    public static final String SQL = """
            with claimed as (
                update scale.job
                set claimed_by = ?, claimed_at = now()
                where id = any (array(
                    select id from scale.job
                    where claimable
                    order by priority, queued, id
                    limit ?
                    for no key update skip locked))
                returning id, exe_num, type, input, priority, queued)
            select id, exe_num, type, input from claimed order by priority, queued, id""";

    private JobClaims() {}

    /** A job that is now the scheduler's to run. */
    public record Claimed(
            ExecutionId execution, String type, @Nullable String input) {}

    /**
     * Claims queued jobs in order of priority, time and id, skipping those that others are just claiming.
     *
     * @param connection the claims are committed with its transaction
     * @param claimedBy name of the scheduler, shown to operators
     */
    public static List<Claimed> claim(Connection connection, String claimedBy, int limit) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(SQL)) {
            claim.setString(1, claimedBy);
            claim.setInt(2, limit);
            List<Claimed> claimed = new ArrayList<>();
            try (ResultSet rows = claim.executeQuery()) {
                while (rows.next()) {
                    claimed.add(new Claimed(
                            new ExecutionId(rows.getLong(1), rows.getInt(2)), rows.getString(3), rows.getString(4)));
                }
            }
            return claimed;
        }
    }
}
