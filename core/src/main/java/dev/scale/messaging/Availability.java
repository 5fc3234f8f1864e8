package dev.scale.messaging;

import dev.scale.messaging.broker.BrokerException;
import dev.scale.messaging.store.SqlFailure;
import java.util.HashSet;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Whether broker or database can be used: one line in the log when the first thread notices that it is lost, and one when
 * the last of them has it back. Between them at most one more, where waiting turns out not to help: a restart that ends
 * with a refused password or an expired certificate needs somebody who reads of it. Thread-safe.
 */
final class Availability {

    private final String what;
    private final Logger log;
    private final Set<Thread> without = new HashSet<>();
    private boolean somebodyCalled;

    Availability(String what, Logger log) {
        this.what = what;
        this.log = log;
    }

    /** This thread cannot use it. */
    synchronized void lost(Throwable reason) {
        boolean first = without.isEmpty();
        without.add(Thread.currentThread());
        boolean call = needsSomebody(reason) && !somebodyCalled;
        somebodyCalled |= call;
        if (first) {
            log.warn("{} is unavailable, work pauses: {}", what, firstLine(reason));
        } else if (call) {
            log.warn("{} is still unavailable, and waiting alone will not help: {}", what, firstLine(reason));
        }
    }

    /** This thread can use it, or no longer needs it. */
    synchronized void back() {
        if (without.remove(Thread.currentThread()) && without.isEmpty()) {
            somebodyCalled = false;
            log.info("{} is available again, work goes on", what);
        }
    }

    private static boolean needsSomebody(Throwable reason) {
        return reason instanceof BrokerException.Refused
                || reason instanceof BrokerException.Misconfigured
                || SqlFailure.isRefusal(reason);
    }

    private static String firstLine(Throwable reason) {
        return String.valueOf(reason.getMessage()).lines().findFirst().orElse("");
    }
}
