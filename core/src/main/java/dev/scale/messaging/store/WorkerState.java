package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A handler process that has not ended in good order, as its row shows it.
 *
 * @param paused whether it receives nothing, because it was told so
 * @param silence since its last sign of life, by the database's clock
 */
public record WorkerState(WorkerRow worker, WorkerLoad load, Instant started, Duration silence, boolean paused) {

    /** After this long a process counts as dead: several beats. */
    public static final Duration LIVING = Duration.ofSeconds(15);

    private static final String SELECT =
            "select id, queue, host, pid, version, threads, coalesce(paused, false) as paused, commands, per_second, started_at,"
                    + " (extract(epoch from clock_timestamp() - heartbeat_at) * 1000)::bigint as silence"
                    + " from scale.worker where ended_at is null and heartbeat_at > now() - ? * interval '1 millisecond'"
                    + " order by queue, started_at, id";

    /** Those of all queues that gave a sign of life in this time. */
    public static List<WorkerState> within(Connection connection, Duration time) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setLong(1, time.toMillis());
            List<WorkerState> workers = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    workers.add(new WorkerState(
                            new WorkerRow(
                                    rows.getObject("id", java.util.UUID.class),
                                    rows.getString("queue"),
                                    rows.getString("host"),
                                    rows.getLong("pid"),
                                    rows.getString("version")),
                            new WorkerLoad(
                                    rows.getInt("threads"), rows.getLong("commands"), rows.getDouble("per_second")),
                            rows.getObject("started_at", OffsetDateTime.class).toInstant(),
                            Duration.ofMillis(Math.max(0, rows.getLong("silence"))),
                            rows.getBoolean("paused")));
                }
            }
            return workers;
        }
    }

    /** Whether it counts as alive. */
    public boolean alive() {
        return silence.compareTo(LIVING) < 0;
    }
}
