package dev.scale.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

    private final AtomicLong nanos = new AtomicLong();
    private final FailedLogins logins = new FailedLogins(nanos::get);

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            logins.failed("a");
        }
    }

    @Test
    void aFewAreFreeAndEachFurtherOneDoublesTheWait() {
        fail(4);
        assertThat(logins.wait("a")).isZero();
        fail(1);
        assertThat(logins.wait("a")).isEqualTo(Duration.ofSeconds(1));
        fail(2);
        assertThat(logins.wait("a")).isEqualTo(Duration.ofSeconds(4));
        fail(50);
        assertThat(logins.wait("a")).isEqualTo(Duration.ofSeconds(64));
    }

    @Test
    void othersDoNotWait() {
        fail(10);

        assertThat(logins.wait("b")).isZero();
    }

    @Test
    void theWaitPassesAndARightTokenEndsIt() {
        fail(5);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(logins.wait("a")).isZero();
        logins.succeeded("a");
        fail(4);
        assertThat(logins.wait("a")).isZero();
    }

    @Test
    void whatIsLongAgoIsForgiven() {
        fail(20);
        nanos.addAndGet(Duration.ofMinutes(11).toNanos());
        fail(1);

        assertThat(logins.wait("a")).isZero();
    }
}
