package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.OutboxMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextTryTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    private final NextTry nextTry = new NextTry(RetryPolicy.DEFAULT, Duration.ofHours(24), NOW);

    private static Item<Object> item(Map<String, String> headers) {
        return new Item<>(
                new Delivery("id", new byte[] {1}, headers, false, OptionalInt.empty(), new Object()), null, null);
    }

    private static Item<Object> putOffAt(Instant time) {
        return item(Map.of(Headers.PUT_OFF, Timestamps.format(time)));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 4", "3, 16", "4, 64"})
    void failuresComeBackAfterFourTimesAsLongEachTime(int attempt, int seconds) {
        End end = nextTry.decide(
                item(Map.of(Headers.ATTEMPT, String.valueOf(attempt))), End.failed(new IllegalStateException("no")));

        Duration delay = ((Outcome.Later) end.outcome()).delay();
        assertThat(delay).isBetween(Duration.ofMillis(seconds * 800L), Duration.ofMillis(seconds * 1200L));
    }

    @Test
    void theLastFailureIsADeadLetter() {
        End end = nextTry.decide(item(Map.of(Headers.ATTEMPT, "5")), End.failed(new IllegalStateException("no")));

        assertThat(end.outcome())
                .isEqualTo(new Outcome.DeadLetter(
                        Outcome.Why.FAILED, "failed in attempt 5 of 5: java.lang.IllegalStateException: no"));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "2, 2", "64, 64", "1000, 300", "86000, 300"})
    void earlyCommandsWaitAsLongAgainAsTheyHaveWaitedWithinBounds(long waited, long delay) {
        End end = nextTry.decide(putOffAt(NOW.minusSeconds(waited)), End.early("unknown"));

        assertThat(end.outcome()).isEqualTo(new Outcome.Later(Outcome.Why.EARLY, Duration.ofSeconds(delay), "unknown"));
    }

    @Test
    void anEarlyCommandIsADeadLetterAtTheLimit() {
        End end = nextTry.decide(putOffAt(NOW.minus(Duration.ofHours(24))), End.early("unknown"));

        assertThat(end.isDeadLetter()).isTrue();
    }

    @Test
    void aTimeInTheFutureIsNoTimeAtWhichACommandWasPutOff() {
        Item<Object> lying = putOffAt(NOW.plus(Duration.ofDays(300)));
        End end = nextTry.decide(lying, End.early("unknown"));

        OutboxMessage next = nextTry.message(lying, end, (Outcome.Later) end.outcome());
        assertThat(next.headers()).containsEntry(Headers.PUT_OFF, Timestamps.format(NOW));
    }

    @Test
    void whatAHandlerGroupPutsOffIsOutsideTheEarlyLimit() {
        Item<Object> old = putOffAt(NOW.minus(Duration.ofDays(300)));

        End end = nextTry.decide(old, End.putOff("its group is paused", Duration.ofSeconds(5)));

        assertThat(end.outcome())
                .isEqualTo(new Outcome.Later(Outcome.Why.PUT_OFF, Duration.ofSeconds(5), "its group is paused"));
        assertThat(nextTry.message(old, end, (Outcome.Later) end.outcome()).headers())
                .containsEntry(Headers.TRY, "2")
                .doesNotContainKey(Headers.ATTEMPT);
    }

    @Test
    void theNextTryCarriesOnWhatTravelsBesideTheBodyAndGrowsItsNumbers() {
        Map<String, String> headers = new HashMap<>(Map.of(
                Headers.TRY, "3", Headers.ATTEMPT, "2", Headers.SENT, "x", Headers.TRACEPARENT, "t", "own", "o"));
        headers.put(Headers.TIMESTAMP, "2029-01-01T00:00:00Z");
        Item<Object> item = item(headers);
        End end = nextTry.decide(item, End.failed("no", Duration.ofSeconds(9), null));

        OutboxMessage next = nextTry.message(item, end, (Outcome.Later) end.outcome());

        assertThat(next.number()).isEqualTo(4);
        assertThat(next.due()).isEqualTo(NOW.plusSeconds(9));
        assertThat(next.body()).isEqualTo(new byte[] {1});
        assertThat(next.headers())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        Headers.TRY,
                        "4",
                        Headers.ATTEMPT,
                        "3",
                        Headers.SENT,
                        "x",
                        Headers.TRACEPARENT,
                        "t",
                        "own",
                        "o"));
    }
}
