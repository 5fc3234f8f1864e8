package dev.scale.messaging.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tries that have ended. All methods work in the caller's transaction. */
public final class Inbox {

    /** How a try ended. */
    public enum Ending {
        DONE("done"),
        LATER("later"),
        DEAD_LETTER("dead letter");

        private final String text;

        Ending(String text) {
            this.text = text;
        }
    }

    /** A try to be claimed, and the end to be recorded of it. */
    public record Wanted(Try key, Ending ending) {}

    /**
     * What became of a claim.
     *
     * @param ours whether its end is recorded when this transaction commits; else it has ended before
     * @param bodySha256 of the command that the end is recorded of
     */
    public record Claim(boolean ours, byte[] bodySha256) {}

    private static final String INSERT = "insert into scale.inbox (message_id, try, ending, body_sha256)"
            + " select * from unnest(?::text[], ?::int[], ?::text[], ?::bytea[])"
            + " on conflict do nothing returning message_id, try";
    private static final String SELECT = "select message_id, try, body_sha256 from scale.inbox"
            + " join unnest(?::text[], ?::int[]) as asked (message_id, try) using (message_id, try)";
    private static final String UPDATE = "update scale.inbox set ending = ended.ending"
            + " from unnest(?::text[], ?::int[], ?::text[]) as ended (message_id, try, ending)"
            + " where inbox.message_id = ended.message_id and inbox.try = ended.try";

    private static final String PRUNE = "delete from scale.inbox where ctid = any (array("
            + "select ctid from scale.inbox where ended_at < now() - ? * interval '1 millisecond'"
            + " limit ? for update skip locked))";

    /** Names pruning among the advisory locks of the database: one process at a time is enough. */
    private static final long PRUNE_LOCK = 0x7363616c65696e62L;

    private Inbox() {}

    /**
     * Claims tries by recording their end. Where another transaction holds one, waits for it to end. Keys are taken in
     * order, so that two claims never wait for each other.
     *
     * @param tries no key twice
     * @return what became of each, in the order given
     */
    public static List<Claim> claim(Connection connection, List<Wanted> tries) throws SQLException {
        List<Wanted> wanted =
                tries.stream().sorted(Comparator.comparing(Wanted::key)).toList();
        List<Try> sorted = wanted.stream().map(Wanted::key).toList();
        Set<Key> ours = new HashSet<>();
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setArray(1, ids(connection, sorted));
            insert.setArray(2, numbers(connection, sorted));
            insert.setArray(3, endings(connection, wanted.stream().map(Wanted::ending)));
            insert.setArray(4, hashes(connection, sorted));
            try (ResultSet claimed = insert.executeQuery()) {
                while (claimed.next()) {
                    ours.add(new Key(claimed.getString(1), claimed.getInt(2)));
                }
            }
        }
        List<Try> others =
                sorted.stream().filter(one -> !ours.contains(Key.of(one))).toList();
        Map<Key, byte[]> known = others.isEmpty() ? Map.of() : hashesOf(connection, others);
        List<Claim> claims = new ArrayList<>(tries.size());
        for (Wanted one : tries) {
            Key key = Key.of(one.key());
            // An end that was pruned between the two statements counts as another's: nothing is done twice.
            byte[] hash = ours.contains(key) ? one.key().bodySha256() : known.getOrDefault(key, new byte[0]);
            claims.add(new Claim(ours.contains(key), hash));
        }
        return claims;
    }

    /** Corrects the end of tries that are ours. */
    public static void end(Connection connection, Map<Try, Ending> endings) throws SQLException {
        if (endings.isEmpty()) {
            return;
        }
        Map<Try, Ending> sorted = new TreeMap<>(endings);
        List<Try> tries = List.copyOf(sorted.keySet());
        try (PreparedStatement update = connection.prepareStatement(UPDATE)) {
            update.setArray(1, ids(connection, tries));
            update.setArray(2, numbers(connection, tries));
            update.setArray(3, endings(connection, sorted.values().stream()));
            update.executeUpdate();
        }
    }

    /** Forgets tries that ended longer ago, at most so many; returns how many. */
    public static int prune(Connection connection, Duration memory, int most) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select pg_try_advisory_xact_lock(?)")) {
            lock.setLong(1, PRUNE_LOCK);
            try (ResultSet row = lock.executeQuery()) {
                row.next();
                if (!row.getBoolean(1)) {
                    return 0;
                }
            }
        }
        try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
            delete.setLong(1, memory.toMillis());
            delete.setInt(2, most);
            return delete.executeUpdate();
        }
    }

    private static Map<Key, byte[]> hashesOf(Connection connection, List<Try> tries) throws SQLException {
        Map<Key, byte[]> hashes = new HashMap<>();
        try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setArray(1, ids(connection, tries));
            select.setArray(2, numbers(connection, tries));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    hashes.put(new Key(rows.getString(1), rows.getInt(2)), rows.getBytes(3));
                }
            }
        }
        return hashes;
    }

    private record Key(String messageId, int number) {
        static Key of(Try one) {
            return new Key(one.messageId(), one.number());
        }
    }

    private static Array ids(Connection connection, List<Try> tries) throws SQLException {
        return connection.createArrayOf(
                "text", tries.stream().map(Try::messageId).toArray());
    }

    private static Array numbers(Connection connection, List<Try> tries) throws SQLException {
        return connection.createArrayOf("int4", tries.stream().map(Try::number).toArray());
    }

    private static Array hashes(Connection connection, List<Try> tries) throws SQLException {
        return connection.createArrayOf(
                "bytea", tries.stream().map(Try::bodySha256).toArray(byte[][]::new));
    }

    private static Array endings(Connection connection, Stream<Ending> endings) throws SQLException {
        return connection.createArrayOf(
                "text", endings.map(ending -> ending.text).toArray());
    }
}
