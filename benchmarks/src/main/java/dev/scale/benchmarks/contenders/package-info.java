/** Handlers that are compared: ours, and peers that leave the same rows. Each is the main class of a process of its own. */
@NullMarked
package dev.scale.benchmarks.contenders;

import org.jspecify.annotations.NullMarked;
