package dev.scale.benchmarks.scenarios;

/**
 * What was hoped for.
 *
 * @param what the two that are compared
 * @param ratio what came out
 * @param least what it should be at least
 */
record Goal(String what, double ratio, double least) {

    boolean reached() {
        return ratio >= least;
    }
}
