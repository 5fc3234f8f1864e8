package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WorkerStateTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @BeforeEach
    void noWorkers() throws SQLException {
        POSTGRES.execute("truncate scale.worker, scale.outbox cascade");
    }

    private static WorkerRow beat(String queue, WorkerLoad load) throws SQLException {
        WorkerRow worker = new WorkerRow(UUID.randomUUID(), queue, "host-1", 42, "1.2.3");
        POSTGRES.database().run(connection -> {
            Workers.beat(connection, worker, WorkerActivity.NONE);
            Workers.beat(connection, worker, new WorkerActivity(load, Map.of(), 0, null, Latencies.NONE, false, false));
            return worker;
        });
        return worker;
    }

    private static List<WorkerState> within(Duration time) throws SQLException {
        return POSTGRES.database().run(connection -> WorkerState.within(connection, time));
    }

    @Test
    void aWorkerIsShownWithWhatItDoesUntilItEnds() throws SQLException {
        WorkerRow worker = beat("q", new WorkerLoad(4, 100, 12.5));

        assertThat(within(Duration.ofHours(1))).singleElement().satisfies(state -> {
            assertThat(state.worker()).isEqualTo(worker);
            assertThat(state.load()).isEqualTo(new WorkerLoad(4, 100, 12.5));
            assertThat(state.alive()).isTrue();
        });
        POSTGRES.execute("update scale.worker set heartbeat_at = now() - interval '20 s'");
        assertThat(within(Duration.ofHours(1)))
                .singleElement()
                .satisfies(state -> assertThat(state.alive()).isFalse());
        assertThat(within(Duration.ofSeconds(15))).isEmpty();

        POSTGRES.database().run(connection -> {
            Workers.end(connection, worker.id());
            return worker;
        });
        assertThat(within(Duration.ofHours(1))).isEmpty();
    }

    @Test
    void rowsOfAQueueWithoutALivingHandlerAreStranded() throws SQLException {
        Instant due = Instant.parse("2999-01-01T00:00:00Z");
        for (String queue : List.of("served", "dead", "none")) {
            POSTGRES.database().run(connection -> {
                Outbox.add(
                        connection,
                        queue,
                        List.of(
                                new OutboxMessage(queue + 1, 1, new byte[] {1}, Map.of(), "g", due.plusSeconds(1)),
                                new OutboxMessage(queue + 2, 1, new byte[] {1}, Map.of(), "g", due)));
                return queue;
            });
        }
        beat("dead", WorkerLoad.NONE);
        POSTGRES.execute("update scale.worker set heartbeat_at = now() - interval '20 s'");
        beat("served", WorkerLoad.NONE);

        List<StrandedRows> stranded = POSTGRES.database().run(StrandedRows::of);
        assertThat(stranded).containsExactly(new StrandedRows("dead", 2, due), new StrandedRows("none", 2, due));

        assertThat(adopt("served", 10)).as("a handler lives").isZero();
        assertThat(adopt("dead", 1)).isEqualTo(1);
        assertThat(adopt("dead", 10)).isEqualTo(1);
        assertThat(adopt("dead", 10)).as("again").isZero();
        assertThat(POSTGRES.database().run(StrandedRows::of)).containsExactly(new StrandedRows("none", 2, due));
        assertThat(POSTGRES.number("select count(*) from scale.outbox where queue = ?", "served"))
                .isEqualTo(4);
    }

    private static int adopt(String queue, int most) throws SQLException {
        return POSTGRES.database().run(connection -> StrandedRows.adopt(connection, queue, "served", most));
    }
}
