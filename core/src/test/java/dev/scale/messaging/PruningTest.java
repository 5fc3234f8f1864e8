package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PruningTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @BeforeEach
    void empty() throws Exception {
        POSTGRES.execute("truncate scale.inbox, scale.dead_letter");
    }

    @Test
    void onlyWhatIsOlderThanTheMemoryIsForgottenAFewAtATime() throws Exception {
        POSTGRES.execute("insert into scale.inbox (message_id, try, ending, body_sha256, ended_at)"
                + " select 'old' || i, 1, 'done', '', now() - interval '16 days' from generate_series(1, 1500) i");
        POSTGRES.execute("insert into scale.inbox (message_id, try, ending, body_sha256, ended_at)"
                + " select 'new' || i, 1, 'done', '', now() - interval '14 days' from generate_series(1, 100) i");
        Pruning pruning = keeping(Optional.empty());

        assertThat(pruning.once(Pruning.INBOX)).isTrue();
        assertThat(POSTGRES.number("select count(*) from scale.inbox")).isEqualTo(600);
        assertThat(pruning.once(Pruning.INBOX)).isFalse();

        assertThat(POSTGRES.number("select count(*) from scale.inbox")).isEqualTo(100);
    }

    @Test
    void itWaitsForNobodyAndNobodyPrunesBesideIt() throws Exception {
        POSTGRES.execute("insert into scale.inbox (message_id, try, ending, body_sha256, ended_at)"
                + " values ('held', 1, 'done', '', now() - interval '16 days')");
        Pruning pruning = keeping(Optional.empty());

        POSTGRES.database().run(stranger -> {
            stranger.createStatement().execute("select 1 from scale.inbox where message_id = 'held' for update");
            return pruning.once(Pruning.INBOX);
        });
        assertThat(POSTGRES.number("select count(*) from scale.inbox")).isEqualTo(1);

        pruning.once(Pruning.INBOX);
        assertThat(POSTGRES.number("select count(*) from scale.inbox")).isZero();
    }

    @Test
    void resolvedDeadLettersArePrunedByTheTimeOfTheirResolutionAndOpenOnesNever() throws Exception {
        letter("open", null);
        letter("replayed lately", "interval '29 days'");
        letter("replayed long ago", "interval '31 days'");

        assertThat(keeping(Optional.empty()).once(Pruning.DEAD_LETTERS)).isFalse();
        assertThat(POSTGRES.number("select count(*) from scale.dead_letter")).isEqualTo(3);

        keeping(Optional.of(Duration.ofDays(30))).once(Pruning.DEAD_LETTERS);
        assertThat(POSTGRES.column("select reason from scale.dead_letter order by reason"))
                .containsExactly("open", "replayed lately");
    }

    private static Pruning keeping(Optional<Duration> finished) {
        return new Pruning(
                POSTGRES.database(), new Retention(finished, Duration.ofDays(15)), List.of(), new StopSignal());
    }

    private static void letter(String reason, String resolvedAgo) throws Exception {
        POSTGRES.execute("insert into scale.dead_letter"
                + " (queue, message_id, try, attempt, body, reason, dead_at, resolved_at)"
                + " values ('q', '" + reason + "', 1, 1, '', '" + reason + "', now() - interval '99 days', "
                + (resolvedAgo == null ? "null" : "now() - " + resolvedAgo) + ")");
    }
}
