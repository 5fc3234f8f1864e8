package dev.scale.app;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Tells systemd's watchdog ({@code WatchdogSec=}) that the process goes on, twice in its time, until closed; nothing while
 * it does not, so that systemd starts it again. Where no watchdog waits for this process it does nothing.
 */
final class SystemdWatchdog implements AutoCloseable {

    private static final String TIME = "WATCHDOG_USEC";
    private static final String WHOSE = "WATCHDOG_PID";

    private final BooleanSupplier live;
    private final Sign sign;
    private final CountDownLatch closed = new CountDownLatch(1);

    interface Sign {
        void give() throws InterruptedException;
    }

    private SystemdWatchdog(BooleanSupplier live, Sign sign) {
        this.live = live;
        this.sign = sign;
    }

    static SystemdWatchdog start(BooleanSupplier live) {
        return start(live, pause(System.getenv(), ProcessHandle.current().pid()), SystemdNotify::live);
    }

    static SystemdWatchdog start(BooleanSupplier live, Optional<Duration> everySoOften, Sign sign) {
        SystemdWatchdog watchdog = new SystemdWatchdog(live, sign);
        everySoOften.ifPresent(pause -> {
            Thread thread = new Thread(() -> watchdog.tell(pause), "scale-watchdog");
            thread.setDaemon(true);
            thread.start();
        });
        return watchdog;
    }

    /** Between two signs of life, as sd_watchdog_enabled(3) has it; empty where none is waited for from this process. */
    static Optional<Duration> pause(Map<String, String> environment, long pid) {
        String whose = environment.getOrDefault(WHOSE, "");
        if (!whose.isEmpty() && !whose.equals(Long.toString(pid))) {
            return Optional.empty();
        }
        try {
            long micros = Long.parseLong(environment.getOrDefault(TIME, "0"));
            return micros > 1 ? Optional.of(Duration.ofNanos(micros * 500)) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private void tell(Duration pause) {
        try {
            do {
                if (live.getAsBoolean()) {
                    sign.give();
                }
            } while (!closed.await(pause.toNanos(), TimeUnit.NANOSECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
