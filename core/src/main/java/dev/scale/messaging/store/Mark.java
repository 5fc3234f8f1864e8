package dev.scale.messaging.store;

import java.time.Duration;

/**
 * What a process that began to handle a command with care has left on it.
 *
 * @param command how the command is named among suspects
 * @param alone whether it was the only command in work in that process
 * @param silence how long ago the process gave its last sign of life, by the database's clock
 * @param process for people
 */
public record Mark(String command, boolean alone, Duration silence, String process) {}
