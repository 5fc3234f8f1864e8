package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is between worker and database fails. */
class NetworkFaultsTest extends OutageTest {

    /** Two threads take turns at one row: on a slow network they must not take each other for strangers. */
    @Override
    Duration handleLimit() {
        return Duration.ofSeconds(6);
    }

    @Test
    void cutOffUnderLoad() throws Exception {
        survivesUnderLoad(() -> POSTGRES.proxy().cut(), () -> POSTGRES.proxy().pass());
    }

    @Test
    void cutOffAtStart() throws Exception {
        survivesAtStart(() -> POSTGRES.proxy().cut(), () -> POSTGRES.proxy().pass());
    }

    @Test
    void resetUnderLoad() throws Exception {
        survivesUnderLoad(() -> POSTGRES.proxy().reset(), () -> POSTGRES.proxy().pass());
    }

    /** Noticed by ourselves: nobody tells. */
    @Test
    void swallowedUnderLoad() throws Exception {
        survivesUnderLoad(
                () -> POSTGRES.proxy().blackhole(), () -> POSTGRES.proxy().pass());
    }

    @Test
    void swallowedAtStart() throws Exception {
        survivesAtStart(
                () -> POSTGRES.proxy().blackhole(), () -> POSTGRES.proxy().pass());
    }

    @Test
    void slownessIsNoOutage() throws Exception {
        worker().start();
        send(100);
        await().until(() -> !ended.isEmpty());
        POSTGRES.proxy().slow(100_000, Duration.ofMillis(5));
        send(100);
        await().atMost(Duration.ofSeconds(60)).until(() -> done() == 200);
        POSTGRES.proxy().pass();
        assertThat(lines("is unavailable")).isZero();
        assertNothingLostNothingTwice(200);
    }
}
