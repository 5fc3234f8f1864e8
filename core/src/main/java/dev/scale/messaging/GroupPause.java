package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a group's commands are handled at the moment. A group pauses when its handler says that it is
 * {@link Unavailable}, and once {@value #MOST_FAILURES} commands have failed in a row; then one command of each type at a
 * time tries whether it works again, so that no type keeps another one waiting. Thread-safe.
 */
final class GroupPause {

    static final int MOST_FAILURES = 50;
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final int LONGEST_REASON = 300;
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final String group;
    private final InstantSource clock;
    private final Map<String, Instant> nextProbes = new HashMap<>();
    private int failures;
    private boolean paused;
    private Duration retryAfter = RETRY_AFTER;
    private Instant since = Instant.EPOCH;

    GroupPause(String group, InstantSource clock) {
        this.group = group;
        this.clock = clock;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    /** Whether it is time for one command of this type to try; true for one caller only. */
    synchronized boolean takeProbe(String type) {
        if (clock.instant().isBefore(nextProbes.getOrDefault(type, Instant.EPOCH))) {
            return false;
        }
        tried(type);
        return true;
    }

    /** How long a command is put off: about as long as the pause has lasted, so that a long one does not churn. */
    synchronized Duration delay() {
        Duration lasted = Duration.between(since, clock.instant());
        Duration most = lasted.compareTo(LONGEST) > 0 ? LONGEST : lasted;
        return most.compareTo(retryAfter) > 0 ? most : retryAfter;
    }

    /** The handler has said so, when it had commands of these types. */
    synchronized void unavailable(Unavailable said, Collection<String> types) {
        retryAfter = said.retryAfter();
        pause(OneLine.of(String.valueOf(said.getMessage()), LONGEST_REASON), types);
    }

    /**
     * Counts failures in a row, those at a first attempt only: what fails again says nothing new of its group. A command
     * that shows that the handler works ends a pause.
     */
    synchronized <C> void ended(Map<Item<C>, End> ends) {
        ends.forEach((item, end) -> {
            if (works(end.outcome())) {
                failures = 0;
                resume();
            } else if (item.attempt() == 1 && isFailure(end.outcome()) && ++failures == MOST_FAILURES) {
                retryAfter = RETRY_AFTER;
                pause(
                        MOST_FAILURES + " commands have failed in a row",
                        List.of(item.envelope().type()));
            }
        });
    }

    private static boolean works(Outcome outcome) {
        return outcome instanceof Outcome.Done
                || (outcome instanceof Outcome.Later later && later.why() == Outcome.Why.EARLY);
    }

    private static boolean isFailure(Outcome outcome) {
        return (outcome instanceof Outcome.Later later && later.why() == Outcome.Why.FAILED)
                || (outcome instanceof Outcome.DeadLetter dead && dead.why() == Outcome.Why.FAILED);
    }

    private void pause(String reason, Collection<String> types) {
        if (!paused) {
            paused = true;
            since = clock.instant();
            nextProbes.clear();
            LOG.warn(
                    "handler group '{}' pauses, one command of each type is tried every {}: {}",
                    group,
                    Durations.words(retryAfter),
                    reason);
        }
        types.forEach(this::tried);
    }

    private void tried(String type) {
        nextProbes.put(type, clock.instant().plus(retryAfter));
    }

    private void resume() {
        if (paused) {
            paused = false;
            nextProbes.clear();
            LOG.info("handler group '{}' works again", group);
        }
    }
}
