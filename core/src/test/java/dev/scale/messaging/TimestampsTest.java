package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimestampsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2018-03-01T10:00:00Z",
                "2018-03-01T10:00:00.000000Z",
                "2018-03-01T10:00:00+00:00",
                "2018-03-01T05:00:00-05:00",
                "2018-03-01T10:00:00+0000",
                "2018-03-01T10:00:00+00",
                "2018-03-01t10:00:00z"
            })
    void everySpellingOfAZonedTimeIsTheSameInstant(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse("2018-03-01T10:00:00Z"));
    }

    @Test
    void microsecondsAreKeptAndPrinted() {
        Instant time = Timestamps.parse("2018-03-01T10:00:00.123456Z");

        assertThat(time).isEqualTo(Instant.parse("2018-03-01T10:00:00.123456Z"));
        assertThat(Timestamps.format(time)).isEqualTo("2018-03-01T10:00:00.123456Z");
        assertThat(Timestamps.format(Instant.parse("2018-03-01T10:00:00Z"))).isEqualTo("2018-03-01T10:00:00.000000Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2018-03-01T10:00:00", "2018-03-01", "yesterday", "", "2018-02-30T10:00:00Z"})
    void aTimeWithoutAZoneIsNoTime(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text))
                .isInstanceOf(InvalidCommandException.class)
                .hasMessageContaining("zone");
    }
}
