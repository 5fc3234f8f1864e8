package dev.scale.app.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Makes those wait who present wrong tokens: after a few, each one more doubles the time until the next is looked at. Thread-safe. */
final class FailedLogins {

    private static final int FREE = 5;
    private static final int MOST_DOUBLINGS = 6;
    private static final int MOST_ADDRESSES = 10_000;
    private static final long FORGIVEN = Duration.ofMinutes(10).toNanos();

    private final LongSupplier clock;
    private final Map<String, Failures> byAddress = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    private record Failures(int number, long last) {}

    FailedLogins(LongSupplier clock) {
        this.clock = clock;
    }

    /** How long an address has to wait; zero where it may try. */
    synchronized Duration wait(String address) {
        Failures failures = byAddress.get(address);
        if (failures == null || failures.number() < FREE) {
            return Duration.ZERO;
        }
        long wait = Duration.ofSeconds(1L << Math.min(failures.number() - FREE, MOST_DOUBLINGS))
                .toNanos();
        return Duration.ofNanos(Math.max(0, failures.last() + wait - clock.getAsLong()));
    }

    /** A wrong token came from there. */
    synchronized void failed(String address) {
        Failures before = byAddress.remove(address);
        long now = clock.getAsLong();
        int number = before == null || now - before.last() > FORGIVEN ? 0 : before.number();
        byAddress.put(address, new Failures(number + 1, now));
    }

    /** A right one did. */
    synchronized void succeeded(String address) {
        byAddress.remove(address);
    }
}
