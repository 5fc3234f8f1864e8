package dev.scale.messaging.store;

import java.time.Duration;
import java.util.Optional;

/**
 * How long commands took from their sending to the commit, counted in buckets: the first counts those that do not say when
 * they were sent, each further one reaches to the square root of two times as far as the one before, from 1 ms.
 *
 * @param counts commands of each bucket
 */
public record Latencies(int[] counts) {

    /** The last bucket has all that took longer than about an hour. */
    public static final int BUCKETS = 46;

    /** The span of time that a handler process counts. */
    public static final Duration SPAN = Duration.ofSeconds(10);

    public static final Latencies NONE = new Latencies(new int[BUCKETS]);

    /** The bucket of a latency; clocks that differ may make it negative, which counts as none at all. */
    public static int bucket(Duration latency) {
        double milliseconds = latency.toNanos() / 1e6;
        int step = milliseconds <= 1 ? 0 : (int) Math.ceil(2 * Math.log(milliseconds) / Math.log(2));
        return 1 + Math.min(step, BUCKETS - 2);
    }

    /** All counted commands. */
    public long total() {
        long total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }

    /**
     * The latency that so large a part of the commands did not exceed; within the bucket it is taken to be spread evenly. Empty
     * where none says when it was sent.
     *
     * @param part from 0 to 1
     */
    public Optional<Duration> quantile(double part) {
        double wanted = part * (total() - counts[0]);
        double below = 0;
        for (int bucket = 1; bucket < counts.length; bucket++) {
            if (counts[bucket] > 0 && below + counts[bucket] >= wanted) {
                double from = bucket == 1 ? 0 : upTo(bucket - 1);
                double inside = (wanted - below) / counts[bucket];
                return Optional.of(Duration.ofNanos((long) (1e6 * (from + inside * (upTo(bucket) - from)))));
            }
            below += counts[bucket];
        }
        return Optional.empty();
    }

    /** In milliseconds. */
    private static double upTo(int bucket) {
        return Math.pow(2, (bucket - 1) / 2.0);
    }
}
