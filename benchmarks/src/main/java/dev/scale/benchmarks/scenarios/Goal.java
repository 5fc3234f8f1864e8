package dev.scale.benchmarks.scenarios;

/**
 * What was hoped for.
 *
 * @param what what is counted, such as a ratio of two contenders
 * @param value what came out
 * @param bound what it should be at least, or at most
 * @param upper whether the bound is one from above
 */
record Goal(String what, double value, double bound, boolean upper) {

    static Goal atLeast(String what, double value, double bound) {
        return new Goal(what, value, bound, false);
    }

    static Goal atMost(String what, double value, double bound) {
        return new Goal(what, value, bound, true);
    }

    boolean reached() {
        return upper ? value <= bound : value >= bound;
    }
}
