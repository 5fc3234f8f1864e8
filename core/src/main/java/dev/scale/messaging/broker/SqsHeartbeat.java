package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Extends what is held when half of its time is over, for as long as it is held. */
final class SqsHeartbeat implements AutoCloseable {

    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final SqsHeld held;
    private final SqsSettling settling;
    private @Nullable ScheduledThreadPoolExecutor timer;
    private boolean closed;

    SqsHeartbeat(SqsHeld held, SqsSettling settling) {
        this.held = held;
        this.settling = settling;
    }

    /** Runs from the first call on. */
    synchronized void start(Duration hold) {
        if (timer == null && !closed) {
            timer = SqsThreads.timer("heartbeat");
            long period = PERIOD.toNanos();
            var unused = timer.scheduleAtFixedRate(() -> beat(hold), period, period, TimeUnit.NANOSECONDS);
        }
    }

    private void beat(Duration hold) {
        List<SqsHeld.One> due = held.due(System.nanoTime() + hold.toNanos() / 2);
        if (!due.isEmpty()) {
            var unused = settling.extend(due);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.shutdownNow();
        }
    }
}
