package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuditTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @BeforeEach
    void noActs() throws SQLException {
        POSTGRES.execute("truncate scale.audit");
    }

    private static Audit.Act begin(String queue, String subject) throws SQLException {
        return POSTGRES.database().run(connection -> Audit.begin(connection, queue, "ana@host-1", "replay", subject));
    }

    private static List<Audit.Act> newest(Optional<String> queue, OptionalLong before, int most) throws SQLException {
        return POSTGRES.database().run(connection -> Audit.newest(connection, queue, before, most));
    }

    @Test
    void anActGrowsWhileItGoesOn() throws SQLException {
        Audit.Act act = begin("q", "all of type t");
        for (int step = 0; step < 3; step++) {
            POSTGRES.database().run(connection -> {
                Audit.Act same = Audit.goOn(connection, act.id(), "q", "ana@host-1", "replay", "all of type t")
                        .orElseThrow();
                Audit.count(connection, same, 500);
                return same;
            });
        }

        assertThat(newest(Optional.of("q"), OptionalLong.empty(), 10))
                .singleElement()
                .satisfies(found -> {
                    assertThat(found.number()).isEqualTo(1_500);
                    assertThat(found.actor()).isEqualTo("ana@host-1");
                    assertThat(found.subject()).isEqualTo("all of type t");
                    assertThat(found.at()).isEqualTo(act.at());
                });
    }

    @Test
    void nobodyGoesOnWithAnActThatIsNotTheSame() throws SQLException {
        long id = begin("q", "all").id();

        assertThat(goOn(id, "q", "ana@host-1", "replay", "all")).isPresent();
        assertThat(goOn(id, "another", "ana@host-1", "replay", "all")).isEmpty();
        assertThat(goOn(id, "q", "bob@host-1", "replay", "all")).isEmpty();
        assertThat(goOn(id, "q", "ana@host-1", "discard", "all")).isEmpty();
        assertThat(goOn(id, "q", "ana@host-1", "replay", "dead letters 1")).isEmpty();
        assertThat(goOn(id + 1, "q", "ana@host-1", "replay", "all")).isEmpty();
        POSTGRES.execute("update scale.audit set at = now() - interval '2 hours'");
        assertThat(goOn(id, "q", "ana@host-1", "replay", "all")).as("long ago").isEmpty();
    }

    private static Optional<Audit.Act> goOn(long id, String queue, String actor, String act, String subject)
            throws SQLException {
        return POSTGRES.database().run(connection -> Audit.goOn(connection, id, queue, actor, act, subject));
    }

    @Test
    void theNewestComeFirstPageByPage() throws SQLException {
        Audit.Act first = begin("q", "1");
        Audit.Act other = begin("other", "2");
        Audit.Act last = begin("q", "3 \u0000");

        assertThat(newest(Optional.empty(), OptionalLong.empty(), 2))
                .extracting(Audit.Act::id)
                .containsExactly(last.id(), other.id());
        assertThat(newest(Optional.of("q"), OptionalLong.of(last.id()), 2)).containsExactly(first);
    }

    @Test
    void oldActsAreForgottenAFewAtATime() throws SQLException {
        for (int i = 0; i < 5; i++) {
            begin("q", "old");
        }
        POSTGRES.execute("update scale.audit set at = now() - interval '2 days'");
        Audit.Act recent = begin("q", "new");

        assertThat(prune(3)).isEqualTo(3);
        assertThat(prune(3)).isEqualTo(2);
        assertThat(prune(3)).isZero();
        assertThat(newest(Optional.empty(), OptionalLong.empty(), 10)).containsExactly(recent);
    }

    private static int prune(int most) throws SQLException {
        return POSTGRES.database().run(connection -> Audit.prune(connection, Duration.ofDays(1), most));
    }
}
