/** {@code scale jobs}: looks at jobs, cancels them and queues them again. Reads the tables; changes go through the broker as commands. */
@NullMarked
package dev.scale.app.jobs;

import org.jspecify.annotations.NullMarked;
