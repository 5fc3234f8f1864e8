package dev.scale.messaging;

import org.junit.jupiter.api.Test;

/** The database server stops or is killed: it is away for a while. */
class ServerFaultsTest extends OutageTest {

    @Test
    void stoppedUnderLoad() throws Exception {
        survivesUnderLoad(POSTGRES::stop, POSTGRES::start);
    }

    @Test
    void stoppedAtStart() throws Exception {
        survivesAtStart(POSTGRES::stop, POSTGRES::start);
    }

    @Test
    void killedUnderLoad() throws Exception {
        survivesUnderLoad(
                () -> {
                    POSTGRES.signal("KILL", false);
                    POSTGRES.stop();
                },
                POSTGRES::start);
    }
}
