package dev.scale.examples;

import dev.scale.messaging.CommandType;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A table of one's own. To add is not idempotent, so a command that is delivered twice must not be handled twice: its id is
 * kept in the inbox, in the transaction of its effect. Nothing has to be done for that here.
 */
final class WordTotals {

    /** So often a word was found somewhere. */
    record Counted(String word, int times) {}

    static final CommandType<Counted> COUNTED = CommandType.of("words_counted", Counted.class);

    private static final String ADD = "insert into scale.word_total (word, times) values (?, ?)"
            + " on conflict (word) do update set times = word_total.times + excluded.times";

    private WordTotals() {}

    static HandlerGroup<Counted> handlers() {
        return HandlerGroup.of(COUNTED, WordTotals::add);
    }

    private static void add(List<Received<Counted>> commands, UnitOfWork unit) throws SQLException {
        // One row a word and batch, in one order, so that two handlers that count the same words cannot deadlock.
        Map<String, Integer> sums = new TreeMap<>();
        for (Received<Counted> command : commands) {
            sums.merge(command.body().word(), command.body().times(), Integer::sum);
        }
        try (PreparedStatement add = unit.connection().prepareStatement(ADD)) {
            for (Map.Entry<String, Integer> sum : sums.entrySet()) {
                add.setString(1, sum.getKey());
                add.setInt(2, sum.getValue());
                add.addBatch();
            }
            add.executeBatch();
        }
    }
}
