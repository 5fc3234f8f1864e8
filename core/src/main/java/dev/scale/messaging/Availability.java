package dev.scale.messaging;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;

/** Whether broker or database can be used: one line in the log for each change, however many threads notice it. */
final class Availability {

    private final String what;
    private final Logger log;
    private final AtomicBoolean available = new AtomicBoolean(true);

    Availability(String what, Logger log) {
        this.what = what;
        this.log = log;
    }

    void lost(Throwable reason) {
        if (available.compareAndSet(true, false)) {
            log.warn(
                    "{} is unavailable, work pauses: {}",
                    what,
                    String.valueOf(reason.getMessage()).lines().findFirst().orElse(""));
        }
    }

    void back() {
        if (available.compareAndSet(false, true)) {
            log.info("{} is available again, work goes on", what);
        }
    }
}
