package dev.scale.benchmarks.scenarios;

/**
 * What one turn took.
 *
 * @param seconds from the order to the word that all is committed and acknowledged
 * @param contender processor seconds of the contender's process
 * @param database processor seconds of the database server
 * @param broker processor seconds of the broker
 */
record Sample(double seconds, double contender, double database, double broker) {

    /** Of all three. */
    double processorTime() {
        return contender + database + broker;
    }
}
