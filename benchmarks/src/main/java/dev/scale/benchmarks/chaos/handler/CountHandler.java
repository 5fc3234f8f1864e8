package dev.scale.benchmarks.chaos.handler;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandHandler;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Handles counting commands: one upsert of the counters, and one row for each effect. The rows have no unique key, so that a
 * second effect would be seen.
 */
public final class CountHandler implements CommandHandler<Count> {

    private final boolean newIds;

    static final String INSERT_EFFECT =
            "insert into chaos.effect (message_id, parent, counter, amount) values (?, ?, ?, ?)";

    private static final String ADD = "insert into chaos.counter (counter, sum) values (?, ?)"
            + " on conflict (counter) do update set sum = counter.sum + excluded.sum";

    private static final List<String> TABLES = List.of(
            "create schema if not exists chaos",
            "create table if not exists chaos.effect"
                    + " (message_id text not null, parent text, counter integer not null, amount integer not null)",
            "create table if not exists chaos.counter (counter integer primary key, sum bigint not null)");

    /** With the inbox, so that follow-ups may have new ids. */
    public CountHandler() {
        this(true);
    }

    CountHandler(boolean newIds) {
        this.newIds = newIds;
    }

    /** Makes the tables. */
    public static void createTables(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String table : TABLES) {
                statement.execute(table);
            }
        }
    }

    @Override
    public void handle(List<Received<Count>> commands, UnitOfWork unit) throws SQLException {
        List<Received<Count>> counted = new ArrayList<>(commands.size());
        for (Received<Count> command : commands) {
            if (command.body().behaviour() == Count.Behaviour.REFUSED) {
                unit.reject(command, "refused as planned");
            } else if (command.envelope().tryNumber() > 1 || isDoneAtFirst(command, unit)) {
                counted.add(command);
            }
        }
        if (!counted.isEmpty()) {
            insertEffects(unit.connection(), counted);
            add(unit.connection(), counted);
            counted.forEach(command -> follow(command, unit));
        }
    }

    private void follow(Received<Count> command, UnitOfWork unit) {
        Count body = command.body();
        if (body.next() == Count.Next.NOTHING) {
            return;
        }
        Count next = new Count(body.counter(), body.amount(), Count.Behaviour.PLAIN, Count.Next.NOTHING, command.id());
        if (newIds && body.next() == Count.Next.NEW_ID) {
            unit.send(Count.TYPE, next);
        } else {
            unit.send(Count.TYPE, next, Command.idOf("follow-up", command.id()));
        }
    }

    private static boolean isDoneAtFirst(Received<Count> command, UnitOfWork unit) {
        switch (command.body().behaviour()) {
            case THROWS_FIRST -> throw new IllegalStateException("thrown as planned");
            case FAILS_FIRST -> unit.retryLater(command, "failed as planned");
            case EARLY_FIRST -> unit.notYet(command, "early as planned");
            default -> {
                return true;
            }
        }
        return false;
    }

    private static void insertEffects(Connection connection, List<Received<Count>> counted) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_EFFECT)) {
            for (Received<Count> command : counted) {
                insert.setString(1, command.id());
                insert.setString(2, command.body().parent());
                insert.setInt(3, command.body().counter());
                insert.setInt(4, command.body().amount());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** In the order of the counters, so that two batches never wait for each other. */
    private static void add(Connection connection, List<Received<Count>> counted) throws SQLException {
        Map<Integer, Long> sums = new TreeMap<>();
        counted.forEach(command ->
                sums.merge(command.body().counter(), (long) command.body().amount(), Long::sum));
        try (PreparedStatement add = connection.prepareStatement(ADD)) {
            for (Map.Entry<Integer, Long> sum : sums.entrySet()) {
                add.setInt(1, sum.getKey());
                add.setLong(2, sum.getValue());
                add.addBatch();
            }
            add.executeBatch();
        }
    }
}
