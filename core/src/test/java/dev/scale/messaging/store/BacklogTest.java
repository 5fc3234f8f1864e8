package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BacklogTest {

    private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private static Optional<Backlog> of(String queue) throws SQLException {
        return POSTGRES.database().run(connection -> Backlog.of(connection, queue));
    }

    private static void outbox(String queue, String id, Instant due) throws SQLException {
        POSTGRES.database().run(connection -> {
            Outbox.add(connection, queue, List.of(new OutboxMessage(id, 1, new byte[] {1}, Map.of(), id, due)));
            return null;
        });
    }

    @Test
    void whatIsDueAndWhatIsLaterIsCountedByQueue() throws SQLException {
        outbox("counted", "a", Instant.EPOCH);
        outbox("counted", "b", FAR.plusSeconds(1));
        outbox("counted", "c", FAR);
        outbox("other", "d", Instant.EPOCH);

        assertThat(of("counted")).contains(new Backlog(1, 2, Optional.of(FAR), 0));
        assertThat(of("empty")).contains(new Backlog(0, 0, Optional.empty(), 0));
    }

    @Test
    void aRowThatIsBeingPublishedIsDue() throws SQLException {
        outbox("leased", "e", FAR);
        POSTGRES.execute("update scale.outbox set lease = gen_random_uuid() where queue = 'leased'");

        assertThat(of("leased")).contains(new Backlog(1, 0, Optional.empty(), 0));
    }

    @Test
    void deadLettersCountUntilTheyAreResolved() throws SQLException {
        POSTGRES.execute("insert into scale.dead_letter (queue, message_id, try, attempt, body, reason)"
                + " select 'dead', 'm' || n, 1, 1, '', 'r' from generate_series(1, 3) as n");
        assertThat(of("dead")).map(Backlog::deadLetters).contains(3L);

        POSTGRES.execute("update scale.dead_letter set resolved_at = now() where message_id = 'm2'");
        assertThat(of("dead")).map(Backlog::deadLetters).contains(2L);
    }

    @Test
    void withoutTablesThereIsNoAnswer() throws SQLException {
        Optional<Backlog> backlog = POSTGRES.database().run(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("alter schema scale rename to elsewhere");
            }
            Optional<Backlog> found = Backlog.of(connection, "any");
            connection.rollback();
            return found;
        });

        assertThat(backlog).isEmpty();
    }
}
