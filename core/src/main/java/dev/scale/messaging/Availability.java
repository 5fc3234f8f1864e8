package dev.scale.messaging;

import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Whether broker or database can be used: one line in the log when the first thread notices that it is lost, and one when
 * the last of them has it back. Thread-safe.
 */
final class Availability {

    private final String what;
    private final Logger log;
    private final Set<Thread> without = new HashSet<>();

    Availability(String what, Logger log) {
        this.what = what;
        this.log = log;
    }

    /** This thread cannot use it. */
    synchronized void lost(Throwable reason) {
        boolean first = without.isEmpty();
        without.add(Thread.currentThread());
        if (first) {
            log.warn(
                    "{} is unavailable, work pauses: {}",
                    what,
                    String.valueOf(reason.getMessage()).lines().findFirst().orElse(""));
        }
    }

    /** This thread can use it, or no longer needs it. */
    synchronized void back() {
        if (without.remove(Thread.currentThread()) && without.isEmpty()) {
            log.info("{} is available again, work goes on", what);
        }
    }
}
