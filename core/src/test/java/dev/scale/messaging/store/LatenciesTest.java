package dev.scale.messaging.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private static Latencies of(long... milliseconds) {
        int[] counts = new int[Latencies.BUCKETS];
        for (long latency : milliseconds) {
            counts[Latencies.bucket(Duration.ofMillis(latency))]++;
        }
        return new Latencies(counts);
    }

    @Test
    void quantilesAreWithinTheBucketOfTheLatency() {
        for (long milliseconds : new long[] {2, 10, 100, 5_000, 600_000}) {
            Duration median =
                    of(milliseconds, milliseconds, milliseconds).quantile(0.5).orElseThrow();
            assertThat(median.toNanos() / 1e6).isBetween(milliseconds / 1.42, milliseconds * 1.42);
        }
        assertThat(of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1000).quantile(0.99).orElseThrow())
                .isGreaterThan(Duration.ofMillis(700));
        assertThat(of(1, 1, 1, 1, 1, 1, 1, 1, 1, 1000).quantile(0.5).orElseThrow())
                .isLessThanOrEqualTo(Duration.ofMillis(1));
    }

    @Test
    void whatIsOutOfRangeIsInTheOuterBuckets() {
        assertThat(Latencies.bucket(Duration.ofSeconds(-5))).isEqualTo(1);
        assertThat(Latencies.bucket(Duration.ofDays(100))).isEqualTo(Latencies.BUCKETS - 1);
    }

    @Test
    void commandsWithoutATimeHaveNoQuantile() {
        int[] counts = new int[Latencies.BUCKETS];
        counts[0] = 50;
        Latencies latencies = new Latencies(counts);

        assertThat(latencies.total()).isEqualTo(50);
        assertThat(latencies.quantile(0.5)).isEmpty();
    }
}
