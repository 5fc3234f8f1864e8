package dev.scale.messaging.store;

import java.time.Instant;
import java.util.Optional;

/**
 * Which dead letters are meant; every part that is given narrows the choice.
 *
 * @param queue they came from
 * @param type of the command
 * @param cause what the reason begins with
 * @param since given up at this time or later
 * @param until given up at this time or earlier
 * @param closed whether those are meant too that somebody has replayed or discarded
 */
public record DeadLetterFilter(
        Optional<String> queue,
        Optional<String> type,
        Optional<String> cause,
        Optional<Instant> since,
        Optional<Instant> until,
        boolean closed) {

    /** Every one that is open. */
    public static final DeadLetterFilter OPEN = new DeadLetterFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
}
