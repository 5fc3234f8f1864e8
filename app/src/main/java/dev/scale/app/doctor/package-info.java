/** {@code scale doctor}: what is misconfigured, why that matters, and the command that mends it. Changes nothing. */
@NullMarked
package dev.scale.app.doctor;

import org.jspecify.annotations.NullMarked;
