/** What runs in the handler processes of the chaos run: the counting command, and wrappers that kill or cheat at chosen moments. */
@NullMarked
package dev.scale.benchmarks.chaos.handler;

import org.jspecify.annotations.NullMarked;
