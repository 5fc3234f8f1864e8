package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Sessions sessions = new Sessions(nanos::get);

    @Test
    void aSessionHasTheRightOfItsTokenUntilItEnds() {
        String reader = sessions.begin(Right.READ);
        String owner = sessions.begin(Right.CHANGE);
        assertThat(sessions.right(reader)).contains(Right.READ);
        assertThat(sessions.right(owner)).contains(Right.CHANGE);

        sessions.end(owner);

        assertThat(sessions.right(owner)).isEmpty();
        assertThat(sessions.right(reader)).isPresent();
    }

    @Test
    void itExpires() {
        String name = sessions.begin(Right.CHANGE);
        nanos.addAndGet(Sessions.LIFE.plus(Duration.ofSeconds(1)).toNanos());

        assertThat(sessions.right(name)).isEmpty();
    }

    @Test
    void thereIsABoundAndTheOldestGoes() {
        String first = sessions.begin(Right.CHANGE);
        for (int i = 0; i < 1_000; i++) {
            sessions.begin(Right.READ);
        }

        assertThat(sessions.right(first)).isEmpty();
    }
}
