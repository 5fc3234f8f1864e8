package dev.scale.app.http;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Who has logged in, by the random name in their cookie; forgotten after half a day and when the program ends. Thread-safe. */
final class Sessions {

    static final Duration LIFE = Duration.ofHours(12);
    private static final int MOST = 1_000;

    private final LongSupplier clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Session> byName = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
            return size() > MOST;
        }
    };

    private record Session(Right right, long since) {}

    Sessions(LongSupplier clock) {
        this.clock = clock;
    }

    synchronized String begin(Right right) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String name = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        byName.put(name, new Session(right, clock.getAsLong()));
        return name;
    }

    synchronized Optional<Right> right(String name) {
        Session session = byName.get(name);
        if (session != null && clock.getAsLong() - session.since() > LIFE.toNanos()) {
            byName.remove(name);
            return Optional.empty();
        }
        return Optional.ofNullable(session).map(Session::right);
    }

    synchronized void end(String name) {
        byName.remove(name);
    }
}
