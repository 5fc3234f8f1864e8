package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Random;
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

    @Test
    void theShortCutReadsAndWritesAsTheFormatterDoes() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            long seconds =
                    random.nextLong(Instant.parse("-0001-01-01T00:00:00Z").getEpochSecond(), 253_402_400_000L);
            Instant time = Instant.ofEpochSecond(seconds, random.nextInt(1_000_000) * 1_000L);
            String text = Timestamps.formatAny(time);

            assertThat(Timestamps.format(time)).isEqualTo(text);
            assertThat(Timestamps.parse(text)).isEqualTo(time).isEqualTo(Timestamps.parseAny(text));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"2018-01-31T10:00:00.000001Z", "2020-02-29T23:59:59.999999Z", "0000-12-30T00:00:00.000000Z"})
    void theShortCutKnowsTheEndsOfMonths(String text) {
        assertThat(PlainTimestamp.read(text)).isEqualTo(Timestamps.parseAny(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2018-00-01T10:00:00.000000Z",
                "2018-13-01T10:00:00.000000Z",
                "2018-02-29T10:00:00.000000Z",
                "2018-04-31T10:00:00.000000Z",
                "2018-03-00T10:00:00.000000Z",
                "2018-03-01T24:00:00.000000Z",
                "2018-03-01T10:60:00.000000Z",
                "2018-03-01T10:00:60.000000Z",
                "2018-03-01T10:00:00.00000٠Z",
                "2018-03-01 10:00:00.000000Z",
                "+018-03-01T10:00:00.000000Z"
            })
    void whatOnlyLooksLikeATimeIsNone(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(InvalidCommandException.class);
    }
}
