package dev.scale.app.doctor;

import dev.scale.app.Configuration;
import dev.scale.app.Failure;
import dev.scale.app.Setting;
import dev.scale.app.TableReader;
import dev.scale.messaging.store.DeadLetterFilter;
import dev.scale.messaging.store.DeadLetterList;
import dev.scale.messaging.store.StrandedRows;
import dev.scale.messaging.store.WorkerState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether somebody handles the queue, and what waits for somebody who does not come. */
record HandlersCheck(Configuration configuration, TableReader tables) {

    private static final Duration RECENT = Duration.ofMinutes(15);

    List<Finding> find() throws SQLException {
        String queue = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        List<Finding> findings = new ArrayList<>();
        try {
            findings.add(handlers(
                    queue,
                    tables.read((connection, now) -> WorkerState.within(connection, RECENT)).stream()
                            .filter(handler -> handler.worker().queue().equals(queue))
                            .toList()));
            for (StrandedRows rows : tables.read((connection, now) -> StrandedRows.of(connection))) {
                findings.add(Finding.warning(
                        "outbox",
                        rows.count() + " commands of queue '" + rows.queue()
                                + "' wait, and no living handler serves it",
                        "only a handler of their queue publishes them; the first is or was due at " + rows.due(),
                        "scale queue adopt '" + rows.queue() + "', or scale handler --queue '" + rows.queue() + "'"));
            }
            deadLetters(queue).ifPresent(findings::add);
        } catch (Failure olderTables) {
            // told by the check of the tables
        }
        return findings;
    }

    private static Finding handlers(String queue, List<WorkerState> handlers) {
        long alive = handlers.stream().filter(WorkerState::alive).count();
        long silent = handlers.size() - alive;
        String gone = silent == 0 ? "" : "; " + silent + " ended uncleanly in the last 15 min";
        if (alive > 0 && handlers.stream().filter(WorkerState::alive).allMatch(WorkerState::paused)) {
            return Finding.warning(
                    "handlers",
                    "all " + alive + " of queue '" + queue + "' are paused" + gone,
                    "commands wait in the queue",
                    "resume them on the dashboard's page of handlers");
        }
        return alive > 0
                ? Finding.ok("handlers", alive + " live for queue '" + queue + "'" + gone)
                : Finding.warning(
                        "handlers",
                        "none lives for queue '" + queue + "'" + gone,
                        "commands wait in the queue",
                        "scale handler --queue '" + queue + "'");
    }

    private Optional<Finding> deadLetters(String queue) throws SQLException {
        DeadLetterFilter open = new DeadLetterFilter(
                Optional.of(queue), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
        long count = tables.read((connection, now) -> DeadLetterList.count(connection, open));
        return count == 0
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        "dead letters",
                        count + " of queue '" + queue + "' are open",
                        "these commands were given up and have no effect until somebody acts",
                        "scale dead-letters list, then replay or discard them"));
    }
}
