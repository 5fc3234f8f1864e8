package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The handler processes and their signs of life. All methods work in the caller's transaction. */
public final class Workers {

    private static final String BEAT = "insert into scale.worker"
            + " (id, queue, host, pid, version, canaries, threads, commands, per_second, in_hand, in_hand_since, latencies,"
            + " by_type, by_type_at, paused, pause_wanted, last_batch, last_batch_at)"
            + " values (?, ?, ?, ?, ?, true, ?, ?, ?, ?, now() - ? * interval '1 microsecond', ?, ?::jsonb, now(), ?, ?, ?,"
            + " now() - ? * interval '1 microsecond')"
            + " on conflict (id) do update set heartbeat_at = now(), threads = excluded.threads,"
            + " commands = excluded.commands, per_second = excluded.per_second, in_hand = excluded.in_hand,"
            + " in_hand_since = excluded.in_hand_since, latencies = excluded.latencies,"
            + " by_type = coalesce(excluded.by_type, worker.by_type),"
            + " by_type_at = case when excluded.by_type is null then worker.by_type_at else now() end,"
            + " paused = excluded.paused, last_batch = excluded.last_batch, last_batch_at = excluded.last_batch_at"
            + " returning pause_wanted";
    private static final String WANT_PAUSE = "update scale.worker set pause_wanted = ?"
            + " where queue = ? and ended_at is null and paused is not null"
            + " and heartbeat_at > now() - ? * interval '1 millisecond' and pause_wanted <> ? and (? or id = any (?))"
            + " returning id";
    private static final String END = "update scale.worker set ended_at = now() where id = ?";

    /** The newest canary of each queue stays: however long no handler runs, it tells how old the state is. */
    private static final String PRUNE = "delete from scale.worker where id in (select id from scale.worker"
            + " where heartbeat_at < now() - ? * interval '1 millisecond' and id not in (select distinct on (queue) id"
            + " from scale.worker where canary_sent_at is not null order by queue, canary_sent_at desc)"
            + " for update skip locked)";

    private Workers() {}

    /**
     * Says that a process is alive and what it does; the first time says that it is there.
     *
     * @return whether it is to pause
     */
    public static boolean beat(Connection connection, WorkerRow worker, WorkerActivity activity) throws SQLException {
        WorkerLoad load = activity.load();
        try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
            beat.setObject(1, worker.id());
            beat.setString(2, StoredText.sanitize(worker.queue()));
            beat.setString(3, StoredText.sanitize(worker.host()));
            beat.setLong(4, worker.pid());
            beat.setString(5, worker.version());
            beat.setInt(6, load.threads());
            beat.setLong(7, load.commands());
            beat.setDouble(8, load.perSecond());
            beat.setInt(9, activity.inHand());
            setAge(beat, 10, activity.oldestInHand());
            beat.setObject(11, activity.latencies().counts());
            beat.setString(12, activity.types() == null ? null : TypeLoad.json(activity.types()));
            beat.setBoolean(13, activity.paused());
            beat.setBoolean(14, activity.pauseHeard());
            beat.setInt(15, load.lastBatch());
            setAge(beat, 16, load.sinceLastBatch());
            try (ResultSet row = beat.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static void setAge(PreparedStatement statement, int index, @Nullable Duration age) throws SQLException {
        statement.setObject(index, age == null ? null : age.toNanos() / 1_000, Types.BIGINT);
    }

    /**
     * Says what living processes of a queue are to do, which they learn with their next sign of life. Those of a release that
     * does not hear of it are left out.
     *
     * @param ids which of them; empty: all
     * @return those for which it is something new
     */
    public static List<UUID> wantPause(Connection connection, String queue, List<UUID> ids, boolean pause)
            throws SQLException {
        List<UUID> changed = new ArrayList<>();
        try (PreparedStatement want = connection.prepareStatement(WANT_PAUSE)) {
            want.setBoolean(1, pause);
            want.setString(2, StoredText.sanitize(queue));
            want.setLong(3, WorkerState.LIVING.toMillis());
            want.setBoolean(4, pause);
            want.setBoolean(5, ids.isEmpty());
            want.setArray(6, connection.createArrayOf("uuid", ids.toArray()));
            try (ResultSet rows = want.executeQuery()) {
                while (rows.next()) {
                    changed.add(rows.getObject(1, UUID.class));
                }
            }
        }
        return changed;
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
