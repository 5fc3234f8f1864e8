package dev.scale.app;

import dev.scale.messaging.WorkerListener;
import java.time.Duration;

/** Notices when a worker receives for the first time, which a broker that is away delays. */
final class Receiving implements WorkerListener {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

    private volatile boolean seen;

    @Override
    public void receiving() {
        seen = true;
    }

    /** Waits for it; false where the stop came first. */
    boolean await(StopSignal stop) throws InterruptedException {
        while (!seen) {
            if (stop.within(BETWEEN_LOOKS)) {
                return false;
            }
        }
        return true;
    }
}
