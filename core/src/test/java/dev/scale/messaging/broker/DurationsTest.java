package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0 s",
        "PT0.05S, 50 ms",
        "PT0.999S, 999 ms",
        "PT1S, 1 s",
        "PT1.5S, 1.5 s",
        "PT5S, 5 s",
        "PT10S, 10 s",
        "PT1M, 1 min",
        "PT90S, 1 min 30 s",
        "PT1H, 1 h",
        "PT1H0.25S, 1 h 0.25 s",
        "PT2H30M, 2 h 30 min",
        "PT24H, 24 h",
        "PT36H, 36 h",
        "P15D, 15 d",
    })
    void areWrittenAsPeopleDo(Duration time, String words) {
        assertThat(Durations.words(time)).isEqualTo(words);
    }
}
