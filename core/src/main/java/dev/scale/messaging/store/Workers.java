package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.UUID;

/** The handler processes and their signs of life. All methods work in the caller's transaction. */
public final class Workers {

    private static final String BEAT = "insert into scale.worker"
            + " (id, queue, host, pid, canaries, threads, commands, per_second, in_hand, in_hand_since, latencies)"
            + " values (?, ?, ?, ?, true, ?, ?, ?, ?, now() - ? * interval '1 microsecond', ?)"
            + " on conflict (id) do update set heartbeat_at = now(), threads = excluded.threads,"
            + " commands = excluded.commands, per_second = excluded.per_second, in_hand = excluded.in_hand,"
            + " in_hand_since = excluded.in_hand_since, latencies = excluded.latencies";
    private static final String END = "update scale.worker set ended_at = now() where id = ?";

    /** The newest canary of each queue stays: however long no handler runs, it tells how old the state is. */
    private static final String PRUNE = "delete from scale.worker where id in (select id from scale.worker"
            + " where heartbeat_at < now() - ? * interval '1 millisecond' and id not in (select distinct on (queue) id"
            + " from scale.worker where canary_sent_at is not null order by queue, canary_sent_at desc)"
            + " for update skip locked)";

    private Workers() {}

    /** Says that a process is alive and what it does; the first time says that it is there. */
    public static void beat(Connection connection, WorkerRow worker, WorkerActivity activity) throws SQLException {
        Duration oldest = activity.oldestInHand();
        try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
            beat.setObject(1, worker.id());
            beat.setString(2, StoredText.sanitize(worker.queue()));
            beat.setString(3, StoredText.sanitize(worker.host()));
            beat.setLong(4, worker.pid());
            beat.setInt(5, activity.load().threads());
            beat.setLong(6, activity.load().commands());
            beat.setDouble(7, activity.load().perSecond());
            beat.setInt(8, activity.inHand());
            beat.setObject(9, oldest == null ? null : oldest.toNanos() / 1_000, Types.BIGINT);
            beat.setObject(10, activity.latencies().counts());
            beat.executeUpdate();
        }
    }

    /** Says that a process has ended in good order: none of its commands is to blame for that. */
    public static void end(Connection connection, UUID id) throws SQLException {
        try (PreparedStatement end = connection.prepareStatement(END)) {
            end.setObject(1, id);
            end.executeUpdate();
        }
    }

    /** Forgets the processes that were last alive so long ago, and the marks that they left. */
    public static void prune(Connection connection, Duration silence) throws SQLException {
        try (PreparedStatement prune = connection.prepareStatement(PRUNE)) {
            prune.setLong(1, silence.toMillis());
            prune.executeUpdate();
        }
    }
}
