/** {@code scale dead-letters}: looks at the commands that were given up, sends them again or closes them. */
@NullMarked
package dev.scale.app.deadletters;

import org.jspecify.annotations.NullMarked;
