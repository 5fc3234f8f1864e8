/** {@code scale demo}: a small cluster of real task processes over everything started alongside, with an account of every command. */
@NullMarked
package dev.scale.app.demo;

import org.jspecify.annotations.NullMarked;
