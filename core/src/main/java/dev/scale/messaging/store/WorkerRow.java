package dev.scale.messaging.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A handler process as others see it.
 *
 * @param id chosen at its start, never used again
 * @param queue what it handles
 * @param host for people
 * @param pid for people
 * @param version of the library, for people; null where it is not known
 */
public record WorkerRow(
        UUID id,
        String queue,
        String host,
        long pid,
        @Nullable String version) {}
