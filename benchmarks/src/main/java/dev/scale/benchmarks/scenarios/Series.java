package dev.scale.benchmarks.scenarios;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A contender's turns.
 *
 * @param items what was done in each turn: commands, or job transitions
 */
record Series(String contender, String configuration, int items, List<Sample> samples) {

    /** Items a second; the median of the turns. */
    double rate() {
        return items / median(Sample::seconds);
    }

    double slowest() {
        return items / samples.stream().mapToDouble(Sample::seconds).max().orElseThrow();
    }

    double fastest() {
        return items / samples.stream().mapToDouble(Sample::seconds).min().orElseThrow();
    }

    /** Seconds of something for a thousand items; the median of the turns. */
    double perThousand(ToDoubleFunction<Sample> seconds) {
        return 1000 * median(seconds) / items;
    }

    private double median(ToDoubleFunction<Sample> value) {
        double[] sorted = samples.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
