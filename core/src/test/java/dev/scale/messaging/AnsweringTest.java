package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnsweringTest {

    private static final Duration LONG = Duration.ofSeconds(15);

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final Answering answering = new Answering(Duration.ofSeconds(6), nanos::get);

    @Test
    void aDatabaseThatHasJustAnsweredHasNotAnsweredForLong() {
        assertThat(answering.atLeast(Duration.ZERO)).isFalse();

        answering.answered();

        assertThat(answering.atLeast(Duration.ZERO)).isTrue();
        assertThat(answering.atLeast(LONG)).isFalse();
    }

    @Test
    void answersWithoutABreakAddUp() {
        answerEvery(2, 8);

        assertThat(answering.atLeast(LONG)).isTrue();
    }

    @Test
    void aFailureBeginsTheCountAfresh() {
        answerEvery(2, 8);

        answering.failed();
        assertThat(answering.atLeast(LONG)).isFalse();
        answering.answered();

        assertThat(answering.atLeast(LONG)).isFalse();
    }

    @Test
    void aLongPauseOfTheProcessBeginsTheCountAfresh() {
        answerEvery(2, 8);

        pass(7);
        assertThat(answering.atLeast(LONG)).isFalse();
        answering.answered();

        assertThat(answering.atLeast(LONG)).isFalse();
    }

    private void answerEvery(int seconds, int times) {
        answering.answered();
        for (int i = 0; i < times; i++) {
            pass(seconds);
            answering.answered();
        }
    }

    private void pass(int seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }
}
