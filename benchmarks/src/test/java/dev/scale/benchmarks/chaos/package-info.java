/** Short chaos runs, and the proof that a run would see what it looks for. */
package dev.scale.benchmarks.chaos;
