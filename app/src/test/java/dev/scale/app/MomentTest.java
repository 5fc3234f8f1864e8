package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MomentTest {

    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    private static Instant time(String text) {
        return Moment.of("--since", text).orElseThrow().seenFrom(NOW);
    }

    @Test
    void anAgeCountsFromNowAndATimeIsItself() {
        assertThat(time("2h")).isEqualTo("2026-03-01T08:00:00Z");
        assertThat(time("15 d")).isEqualTo("2026-02-14T10:00:00Z");
        assertThat(time("2025-12-24T18:00:00.5+01:00")).isEqualTo("2025-12-24T17:00:00.500Z");
        assertThat(Moment.of("--since", null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "", "2026-03-01", "2026-03-01T10:00:00", "-2h", "2"})
    void anythingElseIsAMistakeThatNamesTheOption(String text) {
        assertThatThrownBy(() -> time(text))
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll("--since '" + text + "'", "2h", "expected");
    }
}
