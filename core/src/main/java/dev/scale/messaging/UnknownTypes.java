package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of command types that no handler of this process takes, of each one once: its commands wait, and a mistyped one
 * would do so in silence. Thread-safe.
 */
final class UnknownTypes {

    static final int MOST = 100;

    private static final int LONGEST_NAME = 100;
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Duration earlyLimit;
    private final Set<String> met = new HashSet<>();

    /** @param earlyLimit how long their commands come again */
    UnknownTypes(Duration earlyLimit) {
        this.earlyLimit = earlyLimit;
    }

    /** A command of this type was put off. */
    synchronized void met(String type) {
        String name = OneLine.of(type, LONGEST_NAME);
        if (met.size() == MOST || !met.add(name)) {
            return;
        }
        LOG.warn(
                "no handler takes the command type '{}': such commands come again for {}, then they are dead"
                        + " letters; run a handler that has this type, or correct the sender{}",
                name,
                Durations.words(earlyLimit),
                met.size() == MOST ? " (further unknown types are not told of)" : "");
    }
}
