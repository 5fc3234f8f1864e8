package dev.scale.acceptance.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.DoomedWorker;
import dev.scale.messaging.DoomedWorker.Deed;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A queue of commands some of which are deadly, and what became of them. */
final class Doomed {

    private static final Duration LONG = Duration.ofMinutes(3);

    private final String queue = "doomed-" + UUID.randomUUID();
    private final TestDatabase database;
    private final String brokerUrl;
    private final List<Command> commands = new ArrayList<>();

    Doomed(TestDatabase database, String brokerUrl) throws SQLException {
        this.database = database;
        this.brokerUrl = brokerUrl;
        database.execute("create table if not exists deed (number int not null)");
        database.execute("truncate deed, scale.inbox, scale.outbox, scale.dead_letter");
    }

    /** Sends commands, those of these numbers deadly in the way that is named. */
    void send(int number, Map<Integer, String> deadly) {
        for (int i = 0; i < number; i++) {
            commands.add(Command.of(DoomedWorker.DEED, new Deed(i, deadly.getOrDefault(i, "well"))));
        }
        BrokerOptions options = BrokerOptions.forQueue(queue).withQueueType("classic");
        try (Broker broker = Broker.open(BrokerUrl.parse(brokerUrl), options)) {
            assertThat(new CommandSender(broker).send(commands).complete()).isTrue();
        }
    }

    DoomedWorker.Settings settings(int threads) {
        return new DoomedWorker.Settings(brokerUrl, database.server().url(), queue, threads);
    }

    long ended() {
        return database.number(
                "select count(distinct message_id) from scale.inbox where ending in ('done', 'dead letter')");
    }

    void awaitEnded() {
        await().atMost(LONG).until(() -> ended() == commands.size());
    }

    List<String> reasons() {
        return database.column("select reason from scale.dead_letter");
    }

    /** Every other command is applied once, and nobody is suspected any more. */
    void assertOnlyTheseAreDead(int... culprits) {
        List<String> dead = new ArrayList<>();
        for (int culprit : culprits) {
            dead.add(commands.get(culprit).id());
        }
        assertThat(database.column("select message_id from scale.dead_letter"))
                .containsExactlyInAnyOrderElementsOf(dead);
        assertThat(database.number("select count(*) from deed")).isEqualTo(commands.size() - culprits.length);
        assertThat(database.number("select count(distinct number) from deed"))
                .isEqualTo(commands.size() - culprits.length);
        await().untilAsserted(
                        () -> assertThat(database.column("select command from scale.suspect where queue = ?", queue))
                                .isEmpty());
    }
}
