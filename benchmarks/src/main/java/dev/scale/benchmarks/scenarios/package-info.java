/** {@code benchmarks/run}: contenders take turns at the same work, on a private broker and a durable database. */
@NullMarked
package dev.scale.benchmarks.scenarios;

import org.jspecify.annotations.NullMarked;
