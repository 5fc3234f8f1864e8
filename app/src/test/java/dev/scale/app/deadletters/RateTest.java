package dev.scale.app.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.app.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {

    @ParameterizedTest
    @CsvSource({"50/s, PT0.02S", "1 / s, PT1S", "0.5/s, PT2S", "120/min, PT0.5S", "2/h, PT30M", "3/s, PT0.333333333S"})
    void aRateIsTheTimeBetweenTwo(String text, Duration between) {
        assertThat(Rate.between(text)).isEqualTo(between);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fast", "50", "0/s", "-1/s", "1/d"})
    void anythingElseIsAMistake(String text) {
        assertThatThrownBy(() -> Rate.between(text))
                .isInstanceOf(Failure.class)
                .hasMessageContainingAll("--rate '" + text + "'", "50/s");
    }

    @Test
    void aVeryLargeRateIsAlmostAtOnce() {
        assertThat(Rate.between("9999999/s")).isLessThan(Duration.ofNanos(101)).isPositive();
    }
}
