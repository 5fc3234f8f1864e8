/**
 * The side of the task authors: {@code scale task} reports the life of a task without a database connection, and keeps in a
 * spool what the broker has not confirmed; {@code scale spool} sends that. Runs on the short class path.
 */
@NullMarked
package dev.scale.app.task;

import org.jspecify.annotations.NullMarked;
