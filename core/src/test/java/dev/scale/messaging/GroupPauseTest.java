package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GroupPauseTest {

    private static final End FAILED =
            new End(new Outcome.Later(Outcome.Why.FAILED, Duration.ZERO, "bad luck"), null, null, null);

    @RegisterExtension
    final WorkerLines lines = new WorkerLines();

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2030-01-01T00:00:00Z"));
    private final GroupPause pause = new GroupPause("g", now::get);

    private void end(int commands, End end, int attempt) {
        end("a", commands, end, attempt);
    }

    private void end(String type, int commands, End end, int attempt) {
        Envelope envelope = new Envelope(type, new byte[0], Optional.of("id"), 1, attempt, Map.of());
        for (int i = 0; i < commands; i++) {
            Delivery delivery = new Delivery(
                    "id",
                    new byte[0],
                    Map.of(Headers.ATTEMPT, String.valueOf(attempt)),
                    false,
                    OptionalInt.empty(),
                    new Object());
            pause.ended(Map.of(new Item<>(delivery, envelope, null), end));
        }
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }

    @Test
    void fiftyFailuresInARowPauseTheGroup() {
        end(49, FAILED, 1);
        assertThat(pause.isPaused()).isFalse();

        end(1, FAILED, 1);
        assertThat(pause.isPaused()).isTrue();
    }

    @Test
    void whatFailsAgainSaysNothingOfItsGroup() {
        end(200, FAILED, 2);

        assertThat(pause.isPaused()).isFalse();
    }

    @Test
    void aSuccessBetweenFailuresStartsTheCountAnew() {
        end(49, FAILED, 1);
        end(1, End.DONE, 1);
        end(49, FAILED, 1);

        assertThat(pause.isPaused()).isFalse();
    }

    @Test
    void whileItIsPausedOneCommandTriesEachTimeAndASuccessEndsThePause() {
        pause.unavailable(new Unavailable("the catalogue is down", Duration.ofSeconds(7)), List.of("a"));
        assertThat(pause.takeProbe("a")).isFalse();

        pass(Duration.ofSeconds(7));
        assertThat(pause.takeProbe("a")).isTrue();
        assertThat(pause.takeProbe("a")).isFalse();

        end(1, End.DONE, 1);
        assertThat(pause.isPaused()).isFalse();
    }

    @Test
    void aTypeIsTriedAtOnceInANewPauseExceptThatWhichHasBegunIt() {
        end("a", 50, FAILED, 1);

        assertThat(pause.takeProbe("a")).isFalse();
        assertThat(pause.takeProbe("b")).isTrue();
        assertThat(pause.takeProbe("b")).isFalse();

        end("b", 1, End.DONE, 1);
        end("a", 50, FAILED, 1);
        assertThat(pause.takeProbe("b")).isTrue();
    }

    @Test
    void theLineOfAPauseIsOneLineAndSaysTheTimeAsPeopleDo() {
        pause.unavailable(new Unavailable("down\n" + "x".repeat(100_000), Duration.ofMillis(1500)), List.of("a"));

        assertThat(lines.all())
                .singleElement()
                .asString()
                .startsWith("handler group 'g' pauses, one command of each type is tried every 1.5 s: down xxx")
                .hasSizeLessThan(500);
    }

    @Test
    void commandsArePutOffLongerWhileThePauseLasts() {
        pause.unavailable(new Unavailable("down", Duration.ofSeconds(5)), List.of("a"));
        assertThat(pause.delay()).isEqualTo(Duration.ofSeconds(5));

        pass(Duration.ofSeconds(20));
        assertThat(pause.delay()).isEqualTo(Duration.ofSeconds(20));

        pass(Duration.ofHours(2));
        assertThat(pause.delay()).isEqualTo(Duration.ofMinutes(1));
    }
}
