package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How old the state in the database may be, by the database's clock: about the age of the oldest command of a queue that is
 * not yet committed. Each part is empty where there is nothing to tell it from.
 *
 * @param canary the larger of the latency of the newest canary that was committed, and its age less the time between two
 * @param inHand time since receipt of the oldest command that a handler process has in hand
 * @param overdue how long the longest due row of the outbox has been due
 */
public record Freshness(Optional<Duration> canary, Optional<Duration> inHand, Optional<Duration> overdue) {

    /** Time between two canaries of one process. */
    public static final Duration BETWEEN_CANARIES = Duration.ofSeconds(10);

    /**
     * Where no canary has come through yet, the first that was sent stands for the newest. What a process had in hand that has
     * been silent for half a minute, the broker has given to others by then.
     */
    private static final String READ = """
            with of_queue as materialized (select * from scale.worker where queue = ?),
            newest as (select * from of_queue where canary_sent_at is not null order by canary_sent_at desc limit 1)
            select
                coalesce(
                    (select extract(epoch from greatest(canary_committed_at - canary_sent_at,
                        clock_timestamp() - canary_sent_at - interval '10 s')) from newest),
                    (select extract(epoch from clock_timestamp() - min(canary_out_at) - interval '10 s') from of_queue)),
                (select extract(epoch from clock_timestamp() - min(in_hand_since)) from of_queue
                    where ended_at is null and heartbeat_at > clock_timestamp() - interval '30 s'),
                (select extract(epoch from clock_timestamp() - due_at) from scale.outbox
                    where queue = ? and due_at <= clock_timestamp() order by due_at limit 1)
            """;

    /** Reads in the caller's transaction. */
    public static Freshness read(Connection connection, String queue) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement(READ)) {
            read.setString(1, StoredText.sanitize(queue));
            read.setString(2, queue);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return new Freshness(seconds(row, 1), seconds(row, 2), seconds(row, 3));
            }
        }
    }

    /**
     * The largest part; empty means unknown: no handler has ever run on the queue, or only such of a former release, without
     * canaries.
     */
    public Optional<Duration> age() {
        return canary.map(age -> longer(longer(age, inHand), overdue));
    }

    private static Duration longer(Duration one, Optional<Duration> other) {
        return other.filter(age -> age.compareTo(one) > 0).orElse(one);
    }

    private static Optional<Duration> seconds(ResultSet row, int column) throws SQLException {
        double value = row.getDouble(column);
        @Nullable Duration age = row.wasNull() ? null : Duration.ofNanos((long) (Math.max(0, value) * 1e9));
        return Optional.ofNullable(age);
    }
}
