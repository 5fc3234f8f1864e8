package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.broker.Subscription;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CommandSenderTest {

    record Greeting(String text, long number) {}

    private static final CommandType<Greeting> GREETING = CommandType.of("greeting", Greeting.class);

    private final Broker broker = Broker.open(
            BrokerUrl.parse("memory://" + UUID.randomUUID()),
            BrokerOptions.forQueue("q").withMaxBody(1_000));
    private final CommandSender sender = new CommandSender(
            broker, Tracing.NONE, Clock.fixed(Instant.parse("2018-03-01T10:00:00.5Z"), ZoneOffset.UTC));

    @AfterEach
    void close() {
        broker.close();
    }

    @Test
    void whatTravelsIsTypeAndBodyAndTheRestIsBesideIt() throws InterruptedException {
        String id = sender.send(GREETING, new Greeting("héllo", 9007199254740993L));

        Delivery delivery = receive(1).get(0);
        assertThat(delivery.id()).isEqualTo(id);
        assertThat(new String(delivery.body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"type\": \"greeting\", \"body\": {\"text\":\"héllo\",\"number\":9007199254740993}}");
        assertThat(delivery.headers()).containsEntry(Headers.SENT, "2018-03-01T10:00:00.500000Z");
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
    }

    @Test
    void theCallersOwnIdIsKept() throws InterruptedException {
        SendReport report = sender.send(List.of(Command.of(GREETING, new Greeting("a", 1), "mine")));

        assertThat(report.complete()).isTrue();
        assertThat(receive(1).get(0).id()).isEqualTo("mine");
    }

    @Test
    void whatIsRefusedComesBackByNameAndItsNeighboursAreSent() {
        Command large = Command.of(GREETING, new Greeting("x".repeat(2_000), 1));
        Command small = Command.of(GREETING, new Greeting("y", 2));

        SendReport report = sender.send(List.of(large, small));

        assertThat(report.confirmed()).containsExactly(small);
        assertThat(report.unconfirmed()).singleElement().satisfies(missing -> {
            assertThat(missing.command()).isSameAs(large);
            assertThat(missing.worthRepeating()).isFalse();
        });
        assertThat(report.toResend()).isEmpty();
    }

    @Test
    void whatIsNotConfirmedIsReadyToBeSentAgainUnderTheSameId() {
        broker.close();

        assertThatThrownBy(() -> sender.send(GREETING, new Greeting("a", 1)))
                .isInstanceOfSatisfying(NotConfirmedException.class, missing -> {
                    assertThat(missing.command().type()).isEqualTo("greeting");
                    assertThat(missing).hasMessageContaining(missing.command().id());
                });
        Command command = Command.of(GREETING, new Greeting("a", 1));
        assertThat(sender.send(List.of(command)).toResend()).containsExactly(command);
    }

    @Test
    void aStreamIsSentChunkByChunkInOrder() throws InterruptedException {
        List<Command> confirmed = new ArrayList<>();

        sender.send(
                IntStream.range(0, 12_345).mapToObj(i -> Command.of(GREETING, new Greeting("n", i), "id-" + i)),
                report -> confirmed.addAll(report.confirmed()));

        assertThat(confirmed)
                .extracting(Command::id)
                .containsExactlyElementsOf(
                        IntStream.range(0, 12_345).mapToObj(i -> "id-" + i).toList());
        assertThat(receive(20_000)).hasSize(12_345);
    }

    @Test
    void bodiesThatAreNotJsonAreRefusedBeforeTheyAreSent() {
        assertThatThrownBy(() -> Command.ofJson("t", "{\"a\":", null)).isInstanceOf(InvalidCommandException.class);
        assertThatThrownBy(() -> Command.ofJson("t", "", null)).isInstanceOf(InvalidCommandException.class);
        assertThat(new String(Command.ofJson("t", " [1] ", null).body(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo(" [1] ");
    }

    @Test
    void whatAHandlerWouldRefuseIsRefusedBeforeItIsSent() {
        String tooDeep = "[".repeat(StrictJson.MOST_LEVELS) + "]".repeat(StrictJson.MOST_LEVELS);
        assertThatThrownBy(() -> Command.ofJson("t", tooDeep, null)).isInstanceOf(InvalidCommandException.class);
        assertThat(Command.ofJson("t", "\uFEFF[1]", null).body()).isEqualTo(new byte[] {'[', '1', ']'});
    }

    private List<Delivery> receive(int max) throws InterruptedException {
        try (Subscription subscription = broker.subscribe(max)) {
            return subscription.receive(max, Duration.ofSeconds(5));
        }
    }
}
