package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of commands that have failed and come again: one line a minute for each type and reason, with an example, and how
 * many there were since the line before. Bodies are never shown. Thread-safe.
 */
final class FailedTries {

    static final Duration PERIOD = Duration.ofMinutes(1);

    /** Types and reasons told of in a period; a reason may be another one each time. */
    static final int MOST = 20;

    /** Types and reasons of which the untold are counted. */
    private static final int MOST_COUNTED = 200;

    private static final int LONGEST_NAME = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final LongSupplier nanos;
    private final Set<Kind> told = new HashSet<>();
    private final Map<Kind, Integer> untold = new HashMap<>();
    private long periodEnds;

    private record Kind(String type, String reason) {}

    FailedTries(LongSupplier nanos) {
        this.nanos = nanos;
        periodEnds = nanos.getAsLong() + PERIOD.toNanos();
    }

    /** It is committed that this command comes again, since it has failed. */
    synchronized void failed(Item<?> item, Outcome.Later later) {
        if (nanos.getAsLong() - periodEnds >= 0) {
            told.clear();
            periodEnds = nanos.getAsLong() + PERIOD.toNanos();
        }
        Kind kind = new Kind(OneLine.of(item.envelope().type(), LONGEST_NAME), OneLine.reason(later.reason()));
        if (told.size() < MOST && told.add(kind)) {
            Integer others = untold.remove(kind);
            tell(kind, item, later, others == null ? 0 : others);
        } else if (untold.size() < MOST_COUNTED || untold.containsKey(kind)) {
            untold.merge(kind, 1, Integer::sum);
        }
    }

    private static void tell(Kind kind, Item<?> item, Outcome.Later later, int others) {
        try (LogContext unused = LogContext.of(item)) {
            LOG.warn(
                    "a command of type '{}' has failed in attempt {} and comes again in {}, the message {}: {}{}",
                    kind.type(),
                    item.attempt(),
                    Durations.words(Duration.ofMillis(later.delay().toMillis())),
                    item.messageId().map(id -> OneLine.of(id, LONGEST_NAME)).orElse("without an id"),
                    kind.reason(),
                    others == 0 ? "" : " (" + others + " more since the last such line)");
        }
    }
}
