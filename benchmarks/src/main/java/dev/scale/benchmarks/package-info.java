/**
 * Benchmarks of the library's own work, run by JMH. What they need of package-private classes is opened by the two small
 * classes beside this package.
 */
@NullMarked
package dev.scale.benchmarks;

import org.jspecify.annotations.NullMarked;
