package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.store.TypeLoad;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TypeTallyTest {

    private long nanos = 1_000;
    private final TypeTally tally = new TypeTally(type -> !type.startsWith("?"), () -> nanos);

    /** Items of these types, all with this end; a type that begins with a question mark has no handler. */
    private static Map<Item<?>, End> ends(End end, String... types) {
        Map<Item<?>, End> ends = new LinkedHashMap<>();
        for (String type : types) {
            ends.put(item(type), end);
        }
        return ends;
    }

    private static Item<?> item(String type) {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Delivery delivery = new Delivery(type, body, Map.of(), false, OptionalInt.empty(), type);
        Envelope envelope = new Envelope(type, body, Optional.of(type), 1, 1, Map.of());
        return new Item<>(delivery, envelope, null);
    }

    private Map<String, TypeLoad> news() {
        return Objects.requireNonNull(tally.news());
    }

    @Test
    void eachTypeHasItsCountsAndItsShareOfTheTime() {
        tally.ended(ends(End.DONE, "a", "a", "a", "b"), Duration.ofMillis(400));
        nanos += Duration.ofSeconds(2).toNanos();

        Map<String, TypeLoad> loads = news();

        assertThat(loads.keySet()).containsExactly("a", "b");
        assertThat(loads.get("a").commands()).isEqualTo(3);
        assertThat(loads.get("a").seconds()).isEqualTo(0.3, within(1e-9));
        assertThat(loads.get("a").perSecond()).isEqualTo(1.5, within(1e-9));
        assertThat(loads.get("a").failed()).isZero();
        assertThat(loads.get("b").seconds()).isEqualTo(0.1, within(1e-9));
    }

    @Test
    void failuresAreCountedAndTheLastIsKept() {
        tally.ended(ends(End.failed(new IllegalStateException("first")), "a"), Duration.ZERO);
        tally.ended(ends(End.early("unknown so far"), "a"), Duration.ZERO);
        nanos += Duration.ofSeconds(1).toNanos();
        tally.ended(ends(End.refused("not\nwanted"), "a"), Duration.ZERO);
        nanos += Duration.ofSeconds(5).toNanos();

        TypeLoad load = news().get("a");

        assertThat(load.commands()).isEqualTo(3);
        assertThat(load.failed()).isEqualTo(2);
        assertThat(load.deadLetters()).isEqualTo(1);
        assertThat(load.lastError()).doesNotContain("\n").contains("wanted");
        assertThat(load.sinceLastError()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whatNoHandlerTakesIsCountedTogether() {
        tally.ended(ends(End.early("unknown"), "?1", "?2", "?3"), Duration.ZERO);

        Map<String, TypeLoad> loads = news();
        assertThat(loads.keySet()).containsExactly(TypeTally.OTHER);
        assertThat(loads.get(TypeTally.OTHER).commands()).isEqualTo(3);
    }

    @Test
    void theRateOfANewTypeIsNotThatOfAMoment() {
        nanos += Duration.ofSeconds(4).toNanos();
        news();
        nanos += Duration.ofSeconds(12).toNanos() - 1;
        tally.ended(ends(End.DONE, "late"), Duration.ZERO);
        nanos += 1;

        assertThat(news().get("late").perSecond()).isEqualTo(1 / 12.0, within(1e-6));
    }

    @Test
    void itTellsSeldomAndWhatHasNotChangedSeldomer() {
        nanos += Duration.ofSeconds(1).toNanos();
        tally.ended(ends(End.failed(new IllegalStateException("e")), "a"), Duration.ZERO);
        assertThat(tally.news()).isNotNull();
        assertThat(tally.news()).isNull();
        nanos += Duration.ofSeconds(11).toNanos();
        assertThat(tally.news()).as("the rate has come down to nothing").isNotNull();
        nanos += Duration.ofSeconds(11).toNanos();
        assertThat(tally.news()).as("it is only longer ago").isNull();
        nanos += Duration.ofSeconds(60).toNanos();
        assertThat(tally.news()).as("again").isNotNull();
    }
}
