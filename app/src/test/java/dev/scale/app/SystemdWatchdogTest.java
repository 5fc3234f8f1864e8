package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
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
    void ofAnotherProcessOrOfNoneIsLeftAlone() {
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "120000000", "WATCHDOG_PID", "8"), 7))
                .isEmpty();
        assertThat(SystemdWatchdog.pause(Map.of(), 7)).isEmpty();
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "0"), 7)).isEmpty();
        assertThat(SystemdWatchdog.pause(Map.of("WATCHDOG_USEC", "soon"), 7)).isEmpty();
    }
}
