package dev.scale.benchmarks.scenarios;

import java.util.Set;

/**
 * How much is measured.
 *
 * @param commands in the backlogs; scenarios that are slower take a part of it
 * @param warmUps turns of each contender before those that count: a JVM compiles for as long as the first million commands take
 * @param rounds turns of each contender that count
 * @param peers whether the peers take part
 * @param queues the kinds of queues, where a scenario tries several
 */
record Size(int commands, int warmUps, int rounds, boolean peers, Set<QueueKind> queues) {}
