package dev.scale.messaging.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** The handler processes and their signs of life. All methods work in the caller's transaction. */
public final class Workers {

    private static final String BEAT = "insert into scale.worker (id, queue, host, pid, threads, commands, per_second)"
            + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set heartbeat_at = now(), threads = excluded.threads,"
            + " commands = excluded.commands, per_second = excluded.per_second";
    private static final String END = "update scale.worker set ended_at = now() where id = ?";
    private static final String PRUNE = "delete from scale.worker where id in (select id from scale.worker"
            + " where heartbeat_at < now() - ? * interval '1 millisecond' for update skip locked)";

    private Workers() {}

    /** Says that a process is alive and what it does; the first time says that it is there. */
    public static void beat(Connection connection, WorkerRow worker, WorkerLoad load) throws SQLException {
        try (PreparedStatement beat = connection.prepareStatement(BEAT)) {
            beat.setObject(1, worker.id());
            beat.setString(2, StoredText.sanitize(worker.queue()));
            beat.setString(3, StoredText.sanitize(worker.host()));
            beat.setLong(4, worker.pid());
            beat.setInt(5, load.threads());
            beat.setLong(6, load.commands());
            beat.setDouble(7, load.perSecond());
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
