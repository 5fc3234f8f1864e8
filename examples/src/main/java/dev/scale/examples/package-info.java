/** Small complete programs. */
@org.jspecify.annotations.NullMarked
package dev.scale.examples;
