/** A server that speaks SQS's protocol, as a process of its own. */
@NullMarked
package dev.scale.benchmarks.elasticmq;

import org.jspecify.annotations.NullMarked;
