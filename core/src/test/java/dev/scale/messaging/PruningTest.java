package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PruningTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @Test
    void onlyWhatIsOlderThanTheMemoryIsForgottenAFewAtATime() throws Exception {
        POSTGRES.execute("insert into scale.inbox (message_id, try, ending, body_sha256, ended_at)"
                + " select 'old' || i, 1, 'done', '', now() - interval '16 days' from generate_series(1, 1500) i");
        POSTGRES.execute("insert into scale.inbox (message_id, try, ending, body_sha256, ended_at)"
                + " select 'new' || i, 1, 'done', '', now() - interval '14 days' from generate_series(1, 100) i");
        Pruning pruning = new Pruning(POSTGRES.database(), Duration.ofDays(15), new StopSignal());

        assertThat(pruning.pruneSome()).isEqualTo(1_000);
        assertThat(pruning.pruneSome()).isEqualTo(500);
        assertThat(pruning.pruneSome()).isZero();

        assertThat(POSTGRES.number("select count(*) from scale.inbox")).isEqualTo(100);
    }

    @Test
    void itWaitsForNobodyAndNobodyPrunesBesideIt() throws Exception {
        POSTGRES.execute("insert into scale.inbox (message_id, try, ending, body_sha256, ended_at)"
                + " values ('held', 1, 'done', '', now() - interval '16 days')");
        Pruning pruning = new Pruning(POSTGRES.database(), Duration.ofDays(15), new StopSignal());

        int whileHeld = POSTGRES.database().run(stranger -> {
            stranger.createStatement().execute("select 1 from scale.inbox where message_id = 'held' for update");
            return pruning.pruneSome();
        });

        assertThat(whileHeld).isZero();
        assertThat(pruning.pruneSome()).isEqualTo(1);
    }
}
