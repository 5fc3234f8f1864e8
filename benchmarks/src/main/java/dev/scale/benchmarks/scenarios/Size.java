package dev.scale.benchmarks.scenarios;

/**
 * How much is measured.
 *
 * @param commands in the backlogs; scenarios that are slower take a part of it
 * @param rounds turns of each contender that count
 * @param full whether what takes very long is measured too
 * @param peers whether the peers take part
 */
record Size(int commands, int rounds, boolean full, boolean peers) {}
