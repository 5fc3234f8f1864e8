package dev.scale.messaging.store;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it is kept.
 *
 * @param letter in lists: without its body
 * @param bodyBytes length of the body
 * @param resolvedAt null while it is open
 * @param resolution how it was closed
 */
public record KeptLetter(
        long id,
        DeadLetter letter,
        long bodyBytes,
        Instant deadAt,
        @Nullable Instant resolvedAt,
        @Nullable String resolution) {}
