package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.store.LiveWorkers;
import dev.scale.messaging.store.Workers;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Operators pause and resume a process by its row. */
@Execution(ExecutionMode.CONCURRENT)
class OperatorsPauseTest extends CountingWorkerTest {

    private List<UUID> want(boolean pause, UUID... workers) throws SQLException {
        return POSTGRES.database().run(connection -> Workers.wantPause(connection, counter, List.of(workers), pause));
    }

    private LiveWorkers live() throws SQLException {
        return POSTGRES.database().run(connection -> LiveWorkers.read(connection, counter));
    }

    private void awaitPaused(int number) {
        await().atMost(Duration.ofMinutes(1)).until(() -> live().paused() == number);
    }

    private void awaitAlive() {
        await().atMost(Duration.ofMinutes(1)).until(() -> live().alive() == 1);
    }

    @Test
    void aPausedProcessReceivesNothingUntilItIsResumed() throws SQLException {
        worker.start();
        awaitAlive();
        assertThat(want(true)).hasSize(1);
        assertThat(want(true)).as("nothing new").isEmpty();
        awaitPaused(1);
        assertThat(worker.readiness()).isEqualTo(new Readiness(false, true, true));
        send(3, "well");
        awaitBeats(2);
        assertThat(broker.depth().ready()).isEqualTo(3);

        assertThat(want(false)).hasSize(1);
        awaitEnded(3);
        awaitPaused(0);
        assertThat(worker.readiness()).isEqualTo(new Readiness(true, false, true));
    }

    @Test
    void whatTheProgramHasPausedNoOperatorResumes() throws SQLException {
        worker.start();
        awaitAlive();
        worker.pause();
        want(true);
        awaitBeats(2);
        want(false);
        send(1, "well");
        awaitBeats(2);
        assertThat(ended).isEmpty();
        worker.resume();
        awaitEnded(1);
    }

    @Test
    void onlyWhatLivesOnTheQueueAndHearsOfItIsPaused() throws SQLException {
        worker.start();
        awaitAlive();
        assertThat(want(true, UUID.randomUUID())).as("another process").isEmpty();
        POSTGRES.execute("insert into scale.worker (id, queue, host, pid) values (gen_random_uuid(), '" + counter
                + "', 'of a former release', 1)");
        POSTGRES.execute("insert into scale.worker (id, queue, host, pid, paused, heartbeat_at) values"
                + " (gen_random_uuid(), '" + counter + "', 'dead', 1, false, now() - interval '1 min')");
        assertThat(want(true)).hasSize(1);
        awaitPaused(1);
    }

    /** A pause is not lost with the row, as after a day without the database. */
    @Test
    void whoseRowIsGoneStaysPaused() throws SQLException {
        worker.start();
        awaitAlive();
        want(true);
        awaitPaused(1);
        POSTGRES.execute("delete from scale.worker where queue = '" + counter + "'");
        awaitPaused(1);
        awaitBeats(2);
        assertThat(live().paused()).isEqualTo(1);
        assertThat(worker.readiness().paused()).isTrue();

        want(false);
        awaitPaused(0);
    }

    /** After two signs of life the process has heard of what stood in its row before. */
    private void awaitBeats(int beats) {
        for (int i = 0; i < beats; i++) {
            long before = heartbeat();
            await().atMost(Duration.ofMinutes(1)).until(() -> heartbeat() > before);
        }
    }

    private long heartbeat() {
        return POSTGRES.number(
                "select (extract(epoch from max(heartbeat_at)) * 1000000)::bigint from scale.worker where queue = ?",
                counter);
    }
}
