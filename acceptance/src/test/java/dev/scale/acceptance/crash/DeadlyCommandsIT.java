package dev.scale.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import dev.scale.messaging.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real handler processes with commands that kill them, or that never end: the culprits are found, and only they. */
@Timeout(value = 4, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DeadlyCommandsIT {

    private static final int COMMANDS = 500;

    /** Once in company, once in a small batch, twice alone; once more where another death came between. */
    private static final int MOST_CRASHES = 5;

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    static Path folder;

    private static LocalService service;
    private Doomed doomed;

    @BeforeAll
    static void startBroker() {
        service = EmbeddedBroker.start(folder.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        service.close();
    }

    @BeforeEach
    void makeQueue() throws SQLException {
        doomed = new Doomed(POSTGRES, service.url());
    }

    @ParameterizedTest
    @CsvSource({"halt, 3", "memory, 70", "spin, 70"})
    void aCommandThatEndsTheProcessIsFoundAndItsNeighboursAreApplied(String how, int exitCode) throws Exception {
        doomed.send(COMMANDS, Map.of(321, how));

        try (Supervisor supervisor = new Supervisor(1, doomed.settings(2))) {
            doomed.awaitEnded();

            assertThat(supervisor.exitCodes()).containsOnly(exitCode).hasSizeLessThanOrEqualTo(MOST_CRASHES);
        }
        doomed.assertOnlyTheseAreDead(321);
        assertThat(doomed.reasons()).allMatch(reason -> reason.startsWith("it kills the process that handles it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overflow", "wait"})
    void aCommandThatFailsWithAnErrorOrHasToBeInterruptedEndsNoProcess(String how) throws Exception {
        doomed.send(COMMANDS, Map.of(321, how));

        try (Supervisor supervisor = new Supervisor(1, doomed.settings(2))) {
            doomed.awaitEnded();

            assertThat(supervisor.exitCodes()).isEmpty();
        }
        doomed.assertOnlyTheseAreDead(321);
        assertThat(doomed.reasons()).allMatch(reason -> reason.startsWith("failed in attempt 2 of 2"));
    }

    @Test
    void severalCulpritsAndTwoProcessesThatAreKilledMeanwhileConvictNoInnocent() throws Exception {
        doomed.send(COMMANDS, Map.of(17, "halt", 200, "halt", 450, "memory"));
        Random random = new Random();
        int kills = 6;

        try (Supervisor supervisor = new Supervisor(2, doomed.settings(2))) {
            for (int i = 0; i < kills; i++) {
                Duration pause = Duration.ofMillis(500 + random.nextInt(2_500));
                await().pollDelay(pause).atMost(Duration.ofMinutes(1)).until(() -> true);
                supervisor.killOne(random);
            }
            doomed.awaitEnded();

            assertThat(supervisor.exitCodes()).hasSizeLessThanOrEqualTo(3 * MOST_CRASHES + kills);
        }
        doomed.assertOnlyTheseAreDead(17, 200, 450);
    }
}
