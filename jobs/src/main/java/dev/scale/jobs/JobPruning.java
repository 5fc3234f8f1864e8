package dev.scale.jobs;

import dev.scale.messaging.PruningStep;
import dev.scale.messaging.Retention;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;

/**
 * Prunes jobs that have been in a final state for longer than they are kept, with their executions, and remembers their ids.
 *
 * <p>It walks over all jobs by primary key, a thousand at each step, so that no index over status or time has to be kept up
 * by every report. A walk begins when a tenth of the retention has passed since the last one began, so that each job is
 * looked at about ten times. All processes share one walk. Jobs that somebody has locked are left for the next one.
 */
final class JobPruning {

    static final PruningStep STEP = JobPruning::step;

    private static final int MOST_ROWS = 1_000;
    private static final int WALKS = 10;

    /** Nothing where another process is at it, or it is not time. */
    private static final String PLACE = """
            select coalesce(next_id, '-9223372036854775808'::bigint), next_id is null
            from scale.job_pruning
            where next_id is not null or began_at + ? * interval '1 millisecond' <= now()
            for update skip locked""";

    private static final String PRUNE = """
            with looked as materialized (
                select id from scale.job where id >= ? order by id limit ?),
            old as materialized (
                select id from scale.job
                where id = any (array(select id from looked))
                  and status in ('COMPLETED', 'FAILED', 'CANCELED')
                  and last_status_change < now() - ? * interval '1 millisecond'
                for update skip locked),
            gone as (delete from scale.job j using old where j.id = old.id returning j.id),
            remembered as (
                insert into scale.pruned_job (id) select id from gone
                on conflict (id) do update set pruned_at = excluded.pruned_at)
            select count(*), max(id) from looked""";

    private static final String MOVE =
            "update scale.job_pruning set next_id = ?, began_at = case when ? then now() else began_at end";

    private JobPruning() {}

    private static boolean step(Connection connection, Retention retention) throws SQLException {
        boolean more = PrunedJobs.forget(connection, retention.memory(), MOST_ROWS) == MOST_ROWS;
        if (retention.finished().isPresent()) {
            more |= walk(connection, retention.finished().get());
        }
        return more;
    }

    private static boolean walk(Connection connection, Duration age) throws SQLException {
        try (PreparedStatement place = connection.prepareStatement(PLACE)) {
            place.setLong(1, age.toMillis() / WALKS);
            try (ResultSet row = place.executeQuery()) {
                return row.next() && look(connection, row.getLong(1), row.getBoolean(2), age);
            }
        }
    }

    /** Returns whether the walk goes on. */
    private static boolean look(Connection connection, long from, boolean first, Duration age) throws SQLException {
        try (PreparedStatement prune = connection.prepareStatement(PRUNE);
                PreparedStatement move = connection.prepareStatement(MOVE)) {
            prune.setLong(1, from);
            prune.setInt(2, MOST_ROWS);
            prune.setLong(3, age.toMillis());
            boolean more;
            try (ResultSet looked = prune.executeQuery()) {
                looked.next();
                long last = looked.getLong(2);
                more = looked.getLong(1) == MOST_ROWS && last < Long.MAX_VALUE;
                move.setObject(1, more ? last + 1 : null, Types.BIGINT);
            }
            move.setBoolean(2, first);
            move.executeUpdate();
            return more;
        }
    }
}
