package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GroupPauseTest {

    private static final End FAILED =
            new End(new Outcome.Later(Outcome.Why.FAILED, Duration.ZERO, "bad luck"), null, null, null);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final GroupPause pause = new GroupPause("g", now::get);

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void fiftyFailuresInARowPauseTheGroup() {
        pause.ended(Collections.nCopies(49, FAILED));
        assertThat(pause.isPaused()).isFalse();

        pause.ended(List.of(FAILED));
        assertThat(pause.isPaused()).isTrue();
    }

    @Test
    void aSuccessBetweenFailuresStartsTheCountAnew() {
        pause.ended(Collections.nCopies(49, FAILED));
        pause.ended(List.of(End.DONE));
        pause.ended(Collections.nCopies(49, FAILED));

        assertThat(pause.isPaused()).isFalse();
    }

    @Test
    void whileItIsPausedOneCommandTriesEachTimeAndASuccessEndsThePause() {
        pause.unavailable(new Unavailable("the catalogue is down", Duration.ofSeconds(7)));
        assertThat(pause.takeProbe()).isFalse();

        pass(Duration.ofSeconds(7));
        assertThat(pause.takeProbe()).isTrue();
        assertThat(pause.takeProbe()).isFalse();

        pause.ended(List.of(End.DONE));
        assertThat(pause.isPaused()).isFalse();
    }

    @Test
    void commandsArePutOffLongerWhileThePauseLasts() {
        pause.unavailable(new Unavailable("down", Duration.ofSeconds(5)));
        assertThat(pause.delay()).isEqualTo(Duration.ofSeconds(5));

        pass(Duration.ofSeconds(20));
        assertThat(pause.delay()).isEqualTo(Duration.ofSeconds(20));

        pass(Duration.ofHours(2));
        assertThat(pause.delay()).isEqualTo(Duration.ofMinutes(1));
    }
}
