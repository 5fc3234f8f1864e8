package dev.scale.messaging.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The commands that handler processes are handling with care, or were handling when they died. Commands go by a name: the
 * message id, else the SHA-256 of the body. All methods work in the caller's transaction.
 */
public final class Suspects {

    private static final String MARK = "insert into scale.suspect (queue, command, worker, alone)"
            + " select ?, name, ?, ? from unnest(?::text[]) as name"
            + " on conflict (queue, command, worker) do update set alone = excluded.alone, marked_at = clock_timestamp()";
    private static final String OF_OTHERS = "select command, alone, host || ' pid ' || pid,"
            + " extract(epoch from clock_timestamp() - heartbeat_at) * 1000"
            + " from scale.suspect join scale.worker on worker.id = suspect.worker"
            + " where suspect.queue = ? and command = any (?) and worker <> ? and ended_at is null"
            + " order by marked_at desc";
    private static final String ANY_OF_OTHERS =
            "select exists (select from scale.suspect where queue = ? and worker <> ?)";
    // In the order of names, so that two processes never wait for each other.
    private static final String CLEAR = "delete from scale.suspect where ctid in (select ctid from scale.suspect"
            + " where queue = ? and command = any (?) order by command, worker for update)";
    private static final String WITHDRAW =
            "delete from scale.suspect where queue = ? and command = any (?) and worker = ?";
    // A mark that is newer than the transaction may be on a command that the caller did not know of.
    private static final String WITHDRAW_OTHERS =
            "delete from scale.suspect where worker = ? and command <> all (?) and marked_at < now()";

    private Suspects() {}

    /** Marks commands as in work in a process, which has a row among the workers; once more is harmless. */
    public static void mark(Connection connection, WorkerRow worker, Collection<String> commands, boolean alone)
            throws SQLException {
        try (PreparedStatement mark = connection.prepareStatement(MARK)) {
            mark.setString(1, StoredText.sanitize(worker.queue()));
            mark.setObject(2, worker.id());
            mark.setBoolean(3, alone);
            mark.setArray(4, names(connection, commands));
            mark.executeUpdate();
        }
    }

    /** The marks of other processes on these commands, newest first; not of those that have ended in good order. */
    public static List<Mark> ofOthers(Connection connection, WorkerRow worker, Collection<String> commands)
            throws SQLException {
        List<Mark> marks = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(OF_OTHERS)) {
            select.setString(1, StoredText.sanitize(worker.queue()));
            select.setArray(2, names(connection, commands));
            select.setObject(3, worker.id());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    marks.add(new Mark(
                            rows.getString(1),
                            rows.getBoolean(2),
                            Duration.ofMillis(rows.getLong(4)),
                            rows.getString(3)));
                }
            }
        }
        return marks;
    }

    /** Whether there is a mark of another process on any command of the queue. */
    public static boolean anyOfOthers(Connection connection, WorkerRow worker) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ANY_OF_OTHERS)) {
            select.setString(1, StoredText.sanitize(worker.queue()));
            select.setObject(2, worker.id());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    /** These commands have ended: nobody suspects them any longer. */
    public static void clear(Connection connection, String queue, Collection<String> commands) throws SQLException {
        if (commands.isEmpty()) {
            return;
        }
        try (PreparedStatement clear = connection.prepareStatement(CLEAR)) {
            clear.setString(1, StoredText.sanitize(queue));
            clear.setArray(2, names(connection, commands));
            clear.executeUpdate();
        }
    }

    /** The process got through these commands alive, though they have not ended for good: the marks of others stay. */
    public static void withdraw(Connection connection, WorkerRow worker, Collection<String> commands)
            throws SQLException {
        if (commands.isEmpty()) {
            return;
        }
        try (PreparedStatement withdraw = connection.prepareStatement(WITHDRAW)) {
            withdraw.setString(1, StoredText.sanitize(worker.queue()));
            withdraw.setArray(2, names(connection, commands));
            withdraw.setObject(3, worker.id());
            withdraw.executeUpdate();
        }
    }

    /** Withdraws all marks of the process but those on these commands. */
    public static void withdrawAllBut(Connection connection, WorkerRow worker, Collection<String> commands)
            throws SQLException {
        try (PreparedStatement withdraw = connection.prepareStatement(WITHDRAW_OTHERS)) {
            withdraw.setObject(1, worker.id());
            withdraw.setArray(2, names(connection, commands));
            withdraw.executeUpdate();
        }
    }

    private static Array names(Connection connection, Collection<String> commands) throws SQLException {
        return connection.createArrayOf("text", commands.toArray());
    }
}
