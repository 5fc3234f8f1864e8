package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Command;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.Subscription;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SendingTest {

    @TempDir
    Path home;

    private JsonNode send(int count) {
        Configuration configuration = Configuration.of(
                Map.of("SCALE_HOME", home.toString(), "SCALE_BROKER_URL", "memory://sending-" + count), Map.of());
        Iterator<Command> commands = IntStream.range(0, count)
                .mapToObj(number -> Command.ofJson("echo", "{}", "id " + number))
                .iterator();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (Broker keepsTheQueue = Broker.open(configuration.brokerUrl(), configuration.brokerOptions("test"))) {
            assertThat(Sending.send(configuration, commands, new Console(stream, stream), true))
                    .isZero();
            assertThat(keepsTheQueue.depth().ready()).isEqualTo(count);
        }
        return JsonMapper.shared().readTree(out.toByteArray());
    }

    @Test
    void theIdsOfAllConfirmedCommandsArePrinted() {
        JsonNode printed = send(1_500);

        assertThat(printed.get("confirmed").asInt()).isEqualTo(1_500);
        assertThat(printed.get("ids").size()).isEqualTo(1_500);
        assertThat(printed.get("ids").get(1_499).asString()).isEqualTo("id 1499");
        assertThat(printed.get("ids_left_out").asInt()).isZero();
    }

    @Test
    void commandsBelongToTheTraceOfTheEnvironment() throws InterruptedException {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        Configuration configuration = Configuration.of(
                Map.of(
                        "SCALE_HOME",
                        home.toString(),
                        "SCALE_BROKER_URL",
                        "memory://sending-traced",
                        "TRACEPARENT",
                        parent,
                        "TRACESTATE",
                        "congo=t61"),
                Map.of());
        PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        try (Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions("test"));
                Subscription subscription = broker.subscribe(1)) {
            Sending.send(
                    configuration, List.of(Command.ofJson("echo", "{}", null)).iterator(), new Console(out, out), true);
            assertThat(subscription.receive(1, Duration.ofMinutes(1)))
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.headers())
                            .containsEntry(Headers.TRACEPARENT, parent)
                            .containsEntry(Headers.TRACESTATE, "congo=t61"));
        }
    }

    @Test
    void whatIsLeftOutIsCounted() {
        JsonNode printed = send(Sending.MOST_LISTED + 7);

        assertThat(printed.get("confirmed").asInt()).isEqualTo(Sending.MOST_LISTED + 7);
        assertThat(printed.get("ids").size()).isEqualTo(Sending.MOST_LISTED);
        assertThat(printed.get("ids_left_out").asInt()).isEqualTo(7);
    }
}
