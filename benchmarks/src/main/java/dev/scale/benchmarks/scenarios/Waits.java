package dev.scale.benchmarks.scenarios;

import java.util.ArrayList;
import java.util.List;

/** How long commands take from their sending to the commit of their effect, at rates that leave the machine time. */
record Waits(String title, String configuration, List<AtRate> rates, List<Goal> goals) implements Figures {

    /**
     * At one rate.
     *
     * @param perSecond commands sent a second
     * @param millis the waits that a half, 99 %, 99.9 % and all of the commands stay within
     * @param behindMillis how far the sender fell behind its plan at worst; a command's wait starts when it is really sent
     */
    record AtRate(int perSecond, int commands, Percentiles millis, double behindMillis) {}

    /** In milliseconds, or whatever else was counted. */
    record Percentiles(double p50, double p99, double p999, double worst) {

        /** From the contender's own words: four numbers, in microseconds. */
        static Percentiles parse(String words) {
            String[] numbers = words.strip().split(" ");
            return new Percentiles(millis(numbers[0]), millis(numbers[1]), millis(numbers[2]), millis(numbers[3]));
        }

        private static double millis(String micros) {
            return Long.parseLong(micros) / 1000.0;
        }
    }

    Waits(String title, String configuration, List<AtRate> rates) {
        this(title, configuration, rates, new ArrayList<>());
    }

    /** Adds what the waits at a rate should stay within, in milliseconds. */
    Waits goal(int perSecond, double p50, double p99) {
        rates.stream().filter(one -> one.perSecond() == perSecond).forEach(one -> {
            goals.add(Goal.atMost("p50 at " + perSecond + "/s, ms", one.millis().p50(), p50));
            goals.add(Goal.atMost("p99 at " + perSecond + "/s, ms", one.millis().p99(), p99));
        });
        return this;
    }
}
