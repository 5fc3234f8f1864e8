package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.Headers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentLatenciesTest {

    private final AtomicLong nanos = new AtomicLong(-Duration.ofHours(1).toNanos());
    private final List<String> heard = new ArrayList<>();
    private final RecentLatencies latencies = new RecentLatencies(
            new WorkerListener() {
                @Override
                public void committed(String group, List<Ended> commands, Instant at) {
                    heard.add(group);
                }
            },
            nanos::get);

    private void commit(int commands, Duration latency) {
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        Map<String, String> headers = Map.of(Headers.SENT, Timestamps.format(at.minus(latency)));
        Envelope envelope = new Envelope("t", new byte[0], Optional.empty(), 1, 1, headers);
        WorkerListener.Ended ended = new WorkerListener.Ended(envelope, new Outcome.Done());
        latencies.committed("g", java.util.Collections.nCopies(commands, ended), at);
    }

    @Test
    void everyCommandOfABatchCountsAlthoughFewAreLookedAt() {
        commit(500, Duration.ofMillis(30));
        commit(7, Duration.ofMillis(30));
        nanos.addAndGet(Duration.ofSeconds(2).toNanos());

        assertThat(latencies.latencies().total()).isEqualTo(507);
        assertThat(latencies.latencies().quantile(0.5).orElseThrow().toMillis()).isBetween(20L, 45L);
        assertThat(heard).hasSize(2);
    }

    @Test
    void theLastTenSecondsCount() {
        commit(1, Duration.ofMillis(1));
        nanos.addAndGet(Duration.ofSeconds(8).toNanos());
        commit(10, Duration.ofMillis(1));
        nanos.addAndGet(Duration.ofSeconds(4).toNanos());

        assertThat(latencies.latencies().total()).isEqualTo(10);
        nanos.addAndGet(Duration.ofMinutes(5).toNanos());
        assertThat(latencies.latencies().total()).isZero();
    }
}
