package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class SystemdWatchdogTest {

    @Test
    void asksForASignOfLifeTwiceInItsTime() {
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "120000000"), 7))
                .contains(Duration.ofMinutes(1));
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "120000000", "WATCHDOG_PID", "7"), 7))
                .contains(Duration.ofMinutes(1));
    }

    @Test
    void whatDoesNotGoOnGivesNoSignOfLife() throws Exception {
        AtomicBoolean live = new AtomicBoolean();
        AtomicInteger signs = new AtomicInteger();
        CountDownLatch askedInVain = new CountDownLatch(3);
        CountDownLatch signsAgain = new CountDownLatch(2);
        BooleanSupplier asked = () -> {
            askedInVain.countDown();
            return live.get();
        };
        try (SystemdWatchdog unused = SystemdWatchdog.start(asked, Optional.of(Duration.ofMillis(1)), () -> {
            signs.incrementAndGet();
            signsAgain.countDown();
        })) {
            assertThat(askedInVain.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(signs).hasValue(0);

            live.set(true);
            assertThat(signsAgain.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void ofAnotherProcessOrOfNoneIsLeftAlone() {
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "120000000", "WATCHDOG_PID", "8"), 7))
                .isEmpty();
        assertThat(SystemdWatchdog.pause(Map.of(), 7)).isEmpty();
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "0"), 7)).isEmpty();
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "soon"), 7)).isEmpty();
    }
}
