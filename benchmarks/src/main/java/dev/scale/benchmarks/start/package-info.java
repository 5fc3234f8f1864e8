/** Whole processes, from their start to their end. */
@NullMarked
package dev.scale.benchmarks.start;

import org.jspecify.annotations.NullMarked;
