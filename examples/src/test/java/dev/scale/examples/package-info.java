@org.jspecify.annotations.NullMarked
package dev.scale.examples;
