package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What the handler processes of a queue do that have given a sign of life in the last 15 s.
 *
 * @param alive how many there are
 * @param paused how many of them receive nothing, because they were told so
 * @param inHand commands that they have received and not yet acknowledged
 * @param perSecond commands that they end a second, lately
 * @param latencies of what they ended in the last seconds
 */
public record LiveWorkers(int alive, int paused, long inHand, double perSecond, Latencies latencies) {

    private static final String READ = """
            with live as materialized (
                select paused, in_hand, per_second, latencies from scale.worker
                where queue = ? and ended_at is null and heartbeat_at > clock_timestamp() - interval '15 s')
            select (select count(*) from live), (select count(*) from live where paused), (select coalesce(sum(in_hand), 0) from live),
                (select coalesce(sum(per_second), 0) from live),
                array(select sum(n)::integer from live, unnest(latencies) with ordinality as u (n, bucket)
                    group by bucket order by bucket)
            """;

    /** Reads in the caller's transaction. */
    public static LiveWorkers read(Connection connection, String queue) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, StoredText.sanitize(queue));
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return new LiveWorkers(
                        row.getInt(1), row.getInt(2), row.getLong(3), row.getDouble(4), latencies((Integer[])
                                row.getArray(5).getArray()));
            }
        }
    }

    private static Latencies latencies(Integer[] sums) {
        int[] counts = new int[Latencies.BUCKETS];
        for (int i = 0; i < Math.min(sums.length, counts.length); i++) {
            counts[i] = sums[i];
        }
        return new Latencies(counts);
    }
}
