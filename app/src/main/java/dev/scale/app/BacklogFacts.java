package dev.scale.app;

import dev.scale.messaging.store.Backlog;
import dev.scale.messaging.store.Database;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import tools.jackson.core.JsonGenerator;

/** What the database holds of the queue, for people and programs. */
record BacklogFacts(Backlog backlog) {

    /** Asks the database of the settings; fails where there is none, or no table in it yet. */
    static BacklogFacts read(Configuration configuration, String applicationName) throws SQLException {
        String queue = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        try (Database database = configuration.openDatabase(1, applicationName)) {
            database.check();
            return database.run(connection -> Backlog.of(connection, queue))
                    .map(BacklogFacts::new)
                    .orElseThrow(() -> new Failure(
                            ExitCode.FAILED,
                            "there are no tables at " + database.place()
                                    + " yet; a handler makes them when it starts, and `scale migrate`"));
        }
    }

    String outbox() {
        return backlog.due() + " due, " + backlog.later() + " later"
                + backlog.next()
                        .map(next -> ", the next at " + next.truncatedTo(ChronoUnit.SECONDS))
                        .orElse("");
    }

    String deadLetters() {
        long count = backlog.deadLetters();
        return count + " unresolved dead letter" + (count == 1 ? "" : "s");
    }

    void writeOutbox(JsonGenerator generator) {
        generator.writeObjectPropertyStart("outbox");
        generator.writeNumberProperty("due", backlog.due());
        generator.writeNumberProperty("later", backlog.later());
        backlog.next().ifPresent(next -> generator.writeStringProperty("next_due_at", next.toString()));
        generator.writeEndObject();
    }
}
