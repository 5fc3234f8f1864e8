/**
 * The chaos run: real processes, concurrent senders with a ledger, a seeded plan of faults, and in the end an account that
 * compares ledger and database by id. Read {@code ChaosRun} first.
 */
@NullMarked
package dev.scale.benchmarks.chaos;

import org.jspecify.annotations.NullMarked;
