package dev.scale.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.Handlers;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.store.Schema;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExamplesTest {

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private static final ExamplesModule MODULE = new ExamplesModule();

    private final Broker broker = Broker.open(BrokerUrl.parse("memory://examples"), BrokerOptions.forQueue("examples"));
    private final CommandSender sender = new CommandSender(broker);

    @BeforeAll
    static void makeTables() {
        Schema.migrate(POSTGRES.database(), MODULE.name(), MODULE.migrations().orElseThrow());
    }

    @AfterEach
    void close() {
        broker.close();
    }

    private Worker started() {
        Worker worker = new Worker(
                broker, "examples", POSTGRES.database(), Handlers.of(MODULE.groups()), WorkerOptions.DEFAULTS);
        worker.start();
        return worker;
    }

    @Test
    void everybodyIsGreeted() throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();

        Hello.greet(
                POSTGRES.database(), List.of("Ada", "Grace"), new PrintStream(printed, true, StandardCharsets.UTF_8));

        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Hello Ada", "Hello Grace");
    }

    @Test
    void aCountThatArrivesTwiceCountsOnce() {
        Command counted = Command.of(WordTotals.COUNTED, new WordTotals.Counted("ada", 2));
        try (Worker unused = started()) {
            assertThat(sender.send(List.of(counted, counted)).complete()).isTrue();
            sender.send(WordTotals.COUNTED, new WordTotals.Counted("ada", 3));

            await().untilAsserted(() -> assertThat(times()).containsExactly("5"));
            await().until(() -> broker.depth().ready() == 0);
        }
        assertThat(times()).containsExactly("5");
    }

    private static List<String> times() {
        return POSTGRES.column("select times from scale.word_total where word = 'ada'");
    }

    @Test
    void anOrderThatIsPlacedIsPacked() {
        try (Worker unused = started()) {
            sender.send(Orders.PLACED, new Orders.OrderPlaced("A-17"));

            await().untilAsserted(
                            () -> assertThat(POSTGRES.column("select state from scale.example_order where id = 'A-17'"))
                                    .containsExactly("PACKED"));
        }
    }
}
