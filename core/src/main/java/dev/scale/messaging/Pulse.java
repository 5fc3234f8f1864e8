package dev.scale.messaging;

import java.time.Duration;

/**
 * The signs of life of handler processes.
 *
 * @param beat time between two of them
 * @param overdue silence after which others no longer wait for the commands that the process may have in hand
 * @param dead silence after which a process counts as dead, provided that the database has answered all the while
 */
record Pulse(Duration beat, Duration overdue, Duration dead) {

    static final Pulse DEFAULTS = new Pulse(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(15));
}
