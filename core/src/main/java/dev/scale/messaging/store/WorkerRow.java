package dev.scale.messaging.store;

import java.util.UUID;

/**
 * A handler process as others see it.
 *
 * @param id chosen at its start, never used again
 * @param queue what it handles
 * @param host for people
 * @param pid for people
 */
public record WorkerRow(UUID id, String queue, String host, long pid) {}
