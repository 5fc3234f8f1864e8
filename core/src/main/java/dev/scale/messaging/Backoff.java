package dev.scale.messaging;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Growing delays between attempts at something that is away, jittered so that many do not come back at once. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration next = FIRST;

    /** A delay between half of the current step and all of it; the next step is twice as long. */
    Duration next() {
        long most = next.toMillis();
        next = next.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : next.multipliedBy(2);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
    }

    void reset() {
        next = FIRST;
    }
}
