package dev.scale.benchmarks.scenarios;

import java.util.Set;

/**
 * How much is measured.
 *
 * @param commands in the backlogs; scenarios that are slower take a part of it
 * @param rounds turns of each contender that count
 * @param full whether what takes very long is measured too
 * @param peers whether the peers take part
 * @param queues the kinds of queues, where a scenario tries several
 */
record Size(int commands, int rounds, boolean full, boolean peers, Set<QueueKind> queues) {}
