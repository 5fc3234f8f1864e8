package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeadLetterListTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    /** Of the letters a to e, in their order. */
    private final List<Long> ids = new ArrayList<>();

    @BeforeEach
    void letters() throws SQLException {
        POSTGRES.execute("truncate scale.dead_letter");
        keep("a", "one", "failed 5 times: x");
        keep("b", "one", "failed 6 times");
        keep("c", "two", "100% of it");
        keep("d", null, "not JSON");
        POSTGRES.execute(
                "update scale.dead_letter set dead_at = '2026-03-01Z'::timestamptz + (ascii(message_id) - ascii('a'))"
                        + " * interval '1 hour'");
        POSTGRES.column("select id from scale.dead_letter order by id").forEach(id -> ids.add(Long.valueOf(id)));
    }

    private static void keep(String id, String type, String reason) throws SQLException {
        DeadLetter letter = new DeadLetter("q", id, 1, 5, type, new byte[] {1, 0, 2}, Map.of("h", "v"), reason);
        POSTGRES.database().run(connection -> {
            DeadLetters.keep(connection, List.of(letter));
            return letter;
        });
    }

    private static List<String> found(DeadLetterFilter filter) throws SQLException {
        List<KeptLetter> letters = POSTGRES.database()
                .run(connection -> DeadLetterList.newest(connection, filter, OptionalLong.empty(), 10));
        long count = POSTGRES.database().run(connection -> DeadLetterList.count(connection, filter));
        assertThat(count).isEqualTo(letters.size());
        return letters.stream().map(kept -> kept.letter().messageId()).toList();
    }

    private static DeadLetterFilter filter(String queue, String type, String cause, String since, String until) {
        return new DeadLetterFilter(
                Optional.ofNullable(queue),
                Optional.ofNullable(type),
                Optional.ofNullable(cause),
                Optional.ofNullable(since).map(Instant::parse),
                Optional.ofNullable(until).map(Instant::parse),
                false);
    }

    @Test
    void everyPartOfAFilterNarrows() throws SQLException {
        assertThat(found(DeadLetterFilter.OPEN)).containsExactly("d", "c", "b", "a");
        assertThat(found(filter("other", null, null, null, null))).isEmpty();
        assertThat(found(filter("q", "one", null, null, null))).containsExactly("b", "a");
        assertThat(found(filter(null, null, "failed 5 times", null, null))).containsExactly("a");
        assertThat(found(filter(null, null, "100%", null, null))).containsExactly("c");
        assertThat(found(filter(null, null, "%", null, null))).isEmpty();
        assertThat(found(filter(null, null, null, "2026-03-01T01:00:00Z", "2026-03-01T02:00:00Z")))
                .containsExactly("c", "b");
    }

    @Test
    void closedOnesAreShownOnlyWhenTheyAreMeant() throws SQLException {
        Map<Long, DeadLetter> closed = POSTGRES.database()
                .run(connection -> DeadLetters.resolve(
                        connection, List.of(ids.get(1)), DeadLetters.Resolution.DISCARDED, "by ana: a\0b"));
        assertThat(closed).containsOnlyKeys(ids.get(1));

        assertThat(found(DeadLetterFilter.OPEN)).containsExactly("d", "c", "a");
        assertThat(found(new DeadLetterFilter(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        true)))
                .hasSize(4);
        KeptLetter letter = POSTGRES.database()
                .run(connection -> DeadLetterList.find(connection, ids.get(1)))
                .orElseThrow();
        assertThat(letter.resolution()).isEqualTo("discarded by ana: a\u2400b");
        assertThat(letter.resolvedAt()).isNotNull();
        assertThat(letter.letter().body()).containsExactly(1, 0, 2);
        assertThat(letter.letter().headers()).containsEntry("h", "v");
    }

    @Test
    void pagesFollowEachOtherInBothDirections() throws SQLException {
        List<KeptLetter> newest = POSTGRES.database()
                .run(connection ->
                        DeadLetterList.newest(connection, DeadLetterFilter.OPEN, OptionalLong.of(ids.get(2)), 1));
        assertThat(newest).extracting(KeptLetter::id).containsExactly(ids.get(1));
        List<KeptLetter> oldest = POSTGRES.database()
                .run(connection ->
                        DeadLetterList.oldest(connection, DeadLetterFilter.OPEN, OptionalLong.of(ids.get(0)), 2));
        assertThat(oldest).extracting(KeptLetter::id).containsExactly(ids.get(1), ids.get(2));
        assertThat(oldest).allSatisfy(kept -> {
            assertThat(kept.bodyBytes()).isEqualTo(3);
            assertThat(kept.letter().body()).isEmpty();
        });
        List<KeptLetter> named = POSTGRES.database()
                .run(connection -> DeadLetterList.byId(connection, List.of(ids.get(3), -1L, ids.get(0))));
        assertThat(named).extracting(KeptLetter::id).containsExactly(ids.get(0), ids.get(3));
    }
}
