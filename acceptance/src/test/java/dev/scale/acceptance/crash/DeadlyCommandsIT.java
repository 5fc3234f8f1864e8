package dev.scale.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.local.EmbeddedBroker;
import dev.scale.local.LocalService;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.DoomedWorker;
import dev.scale.messaging.DoomedWorker.Deed;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
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
    private static final Duration LONG = Duration.ofMinutes(3);

    /** Once in company, once in a small batch, twice alone; once more where another death came between. */
    private static final int MOST_CRASHES = 5;

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @TempDir
    static Path folder;

    private static LocalService service;
    private final String queue = "doomed-" + UUID.randomUUID();

    @BeforeAll
    static void startBroker() throws SQLException {
        service = EmbeddedBroker.start(folder.resolve("broker"));
        POSTGRES.execute("create table if not exists deed (number int not null)");
    }

    @AfterAll
    static void stopBroker() {
        service.close();
    }

    @BeforeEach
    void forgetDeeds() throws SQLException {
        POSTGRES.execute("truncate deed, scale.inbox, scale.outbox, scale.dead_letter");
    }

    @ParameterizedTest
    @CsvSource({"halt, 3", "memory, 70", "spin, 70"})
    void aCommandThatEndsTheProcessIsFoundAndItsNeighboursAreApplied(String how, int exitCode) throws Exception {
        List<Command> commands = send(COMMANDS, Map.of(321, how));

        try (Supervisor supervisor = new Supervisor(1, settings(2))) {
            awaitEnded(COMMANDS);

            assertThat(supervisor.exitCodes()).containsOnly(exitCode).hasSizeLessThanOrEqualTo(MOST_CRASHES);
        }
        assertOnlyTheseAreDead(commands, 321);
        assertThat(reasons()).allMatch(reason -> reason.startsWith("it kills the process that handles it"));
        assertThat(POSTGRES.column("select command from scale.suspect where queue = ?", queue))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"overflow", "wait"})
    void aCommandThatFailsWithAnErrorOrHasToBeInterruptedEndsNoProcess(String how) throws Exception {
        List<Command> commands = send(COMMANDS, Map.of(321, how));

        try (Supervisor supervisor = new Supervisor(1, settings(2))) {
            awaitEnded(COMMANDS);

            assertThat(supervisor.exitCodes()).isEmpty();
        }
        assertOnlyTheseAreDead(commands, 321);
        assertThat(reasons()).allMatch(reason -> reason.startsWith("failed in attempt 2 of 2"));
    }

    @Test
    void severalCulpritsAndTwoProcessesThatAreKilledMeanwhileConvictNoInnocent() throws Exception {
        List<Command> commands = send(COMMANDS, Map.of(17, "halt", 200, "halt", 450, "memory"));
        Random random = new Random();
        int kills = 0;

        try (Supervisor supervisor = new Supervisor(2, settings(2))) {
            while (ended() < COMMANDS) {
                Thread.sleep(500 + random.nextInt(2_500));
                if (kills < 8) {
                    supervisor.killOne(random);
                    kills++;
                }
            }
            assertThat(supervisor.exitCodes()).hasSizeLessThanOrEqualTo(3 * MOST_CRASHES + kills);
        }
        assertOnlyTheseAreDead(commands, 17, 200, 450);
    }

    private List<Command> send(int number, Map<Integer, String> deadly) {
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            commands.add(Command.of(DoomedWorker.DEED, new Deed(i, deadly.getOrDefault(i, "well"))));
        }
        try (Broker broker = Broker.open(BrokerUrl.parse(service.url()), BrokerOptions.forQueue(queue))) {
            assertThat(new CommandSender(broker).send(commands).complete()).isTrue();
        }
        return commands;
    }

    private DoomedWorker.Settings settings(int threads) {
        return new DoomedWorker.Settings(service.url(), POSTGRES.server().url(), queue, threads);
    }

    private static long ended() {
        return POSTGRES.number(
                "select count(distinct message_id) from scale.inbox where ending in ('done', 'dead letter')");
    }

    private static void awaitEnded(int number) {
        await().atMost(LONG).until(() -> ended() == number);
    }

    private static void assertOnlyTheseAreDead(List<Command> commands, int... culprits) {
        List<String> dead = new ArrayList<>();
        for (int culprit : culprits) {
            dead.add(commands.get(culprit).id());
        }
        assertThat(POSTGRES.column("select message_id from scale.dead_letter"))
                .containsExactlyInAnyOrderElementsOf(dead);
        assertThat(POSTGRES.number("select count(*) from deed")).isEqualTo(commands.size() - culprits.length);
        assertThat(POSTGRES.number("select count(distinct number) from deed"))
                .isEqualTo(commands.size() - culprits.length);
    }

    private static List<String> reasons() {
        return POSTGRES.column("select reason from scale.dead_letter");
    }
}
