package dev.scale.messaging;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The database server is there and of no use: it recovers, is frozen, crashes, ends its sessions. */
class ServerTroubleTest extends OutageTest {

    @Test
    void startingUpForAWhile() throws Exception {
        survivesUnderLoad(POSTGRES::recoverForEver, POSTGRES::recovered);
    }

    @Test
    void frozenUnderLoad() throws Exception {
        survivesUnderLoad(
                () -> {
                    POSTGRES.signal("STOP", true);
                    await().atMost(Duration.ofSeconds(20))
                            .pollDelay(Duration.ofSeconds(15))
                            .until(() -> true);
                },
                () -> POSTGRES.signal("CONT", true));
    }

    @Test
    void crashingOnce() throws Exception {
        worker().start();
        send(100);
        await().until(() -> !ended.isEmpty());
        send(1_000);
        long backend = POSTGRES.number("select pid from pg_stat_activity where usename = 'handler' limit 1");
        new ProcessBuilder("kill", "-KILL", Long.toString(backend)).start().waitFor();
        send(500);
        await().atMost(Duration.ofSeconds(60)).until(() -> done() == 1_600);
        assertNothingLostNothingTwice(1_600);
    }

    @Test
    void sessionsThatAnAdministratorEndsBlameNoCommand() throws Exception {
        worker().start();
        for (int round = 0; round < 10; round++) {
            send(300);
            POSTGRES.endSessions();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> done() == 3_000);
        assertNothingLostNothingTwice(3_000);
    }
}
