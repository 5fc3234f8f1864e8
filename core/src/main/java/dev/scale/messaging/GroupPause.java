package dev.scale.messaging;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a group's commands are handled at the moment. A group pauses when its handler says that it is
 * {@link Unavailable}, and once {@value #MOST_FAILURES} commands have failed in a row; then one command at a time tries whether it
 * works again. Thread-safe.
 */
final class GroupPause {

    static final int MOST_FAILURES = 50;
    static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final String group;
    private final InstantSource clock;
    private int failures;
    private boolean paused;
    private Duration retryAfter = RETRY_AFTER;
    private Instant since = Instant.EPOCH;
    private Instant nextProbe = Instant.EPOCH;

    GroupPause(String group, InstantSource clock) {
        this.group = group;
        this.clock = clock;
    }

    synchronized boolean isPaused() {
        return paused;
    }

    /** Whether it is time for one command to try; true for one caller only. */
    synchronized boolean takeProbe() {
        if (clock.instant().isBefore(nextProbe)) {
            return false;
        }
        nextProbe = clock.instant().plus(retryAfter);
        return true;
    }

    /** How long a command is put off: about as long as the pause has lasted, so that a long one does not churn. */
    synchronized Duration delay() {
        Duration lasted = Duration.between(since, clock.instant());
        Duration most = lasted.compareTo(LONGEST) > 0 ? LONGEST : lasted;
        return most.compareTo(retryAfter) > 0 ? most : retryAfter;
    }

    synchronized void unavailable(Unavailable said) {
        retryAfter = said.retryAfter();
        pause(String.valueOf(said.getMessage()));
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
                pause(MOST_FAILURES + " commands have failed in a row");
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

    private void pause(String reason) {
        nextProbe = clock.instant().plus(retryAfter);
        if (!paused) {
            paused = true;
            since = clock.instant();
            LOG.warn("handler group '{}' pauses, one command is tried every {}: {}", group, retryAfter, reason);
        }
    }

    private void resume() {
        if (paused) {
            paused = false;
            LOG.info("handler group '{}' works again", group);
        }
    }
}
