@NullMarked
package dev.scale.benchmarks.scenarios;

import org.jspecify.annotations.NullMarked;
