package dev.scale.acceptance.broker.sqs;

import static dev.scale.messaging.broker.BrokerContract.publish;
import static dev.scale.messaging.broker.BrokerContract.receive;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.OutgoingMessage;
import dev.scale.messaging.broker.Subscription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Characters that SQS refuses or spoils: the text arrives as it was sent. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqsCharactersIT extends OnFakeSqs {

    private static final String TEXT = "bell \u0007, \ufffe, \uffff, \ud800\udc00, 🦉, tab \t, \u007f, \u0085";

    @ParameterizedTest
    @EnumSource
    void textArrivesIdentical(FakeQueue.Forbidden policy) throws Exception {
        queue.forbidden(policy);
        List<Command> commands = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            commands.add(Command.ofJson("echo", "\"plain " + i + "\"", "plain " + i));
        }
        commands.add(4, Command.ofJson("echo", json(TEXT), "strange"));

        assertThat(new CommandSender(broker).send(commands).complete()).isTrue();

        try (Subscription subscription = broker.subscribe(10)) {
            List<Delivery> received = receive(subscription, 10);
            assertThat(received).extracting(OnFakeSqs::text).contains(TEXT, "plain 0", "plain 8");
            assertThat(received)
                    .allSatisfy(one -> assertThat(new String(one.body(), StandardCharsets.UTF_8))
                            .doesNotContain("\ufffd"));
            subscription.acknowledge(received);
        }
        assertThat(sqs.requests("SendMessageBatch")).hasSize(1);
    }

    /** As JSON requires it and no more: what only SQS refuses stands there as it is. */
    private static String json(String text) {
        return "\"" + text.replace("\u0007", "\\u0007").replace("\t", "\\t") + "\"";
    }

    @ParameterizedTest
    @EnumSource
    void aBackslashBeforeAForbiddenCharacterStaysOne(FakeQueue.Forbidden policy) throws Exception {
        queue.forbidden(policy);
        OutgoingMessage strange = message("m", "{\"type\":\"echo\",\"body\":\"a\\\\\uffff\\\"\ufffe\\\\\"}");
        assertThat(publish(broker, List.of(strange)).unconfirmed()).isEmpty();

        try (Subscription subscription = broker.subscribe(1)) {
            assertThat(text(receive(subscription, 1).get(0))).isEqualTo("a\\\uffff\"\ufffe\\");
        }
    }

    @ParameterizedTest
    @EnumSource
    void idAndHeadersArriveIdenticalToo(FakeQueue.Forbidden policy) throws Exception {
        queue.forbidden(policy);
        String id = "id \u0001 \uffff " + TEXT;
        OutgoingMessage message = new OutgoingMessage(
                id, "{\"type\":\"echo\",\"body\":1}".getBytes(StandardCharsets.UTF_8), Map.of("x-name", TEXT));
        assertThat(publish(broker, List.of(message)).unconfirmed()).isEmpty();

        try (Subscription subscription = broker.subscribe(1)) {
            Delivery delivery = receive(subscription, 1).get(0);
            assertThat(delivery.id()).isEqualTo(id);
            assertThat(delivery.headers()).containsEntry("x-name", TEXT);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoTextArrivesByteForByte(FakeQueue.Forbidden policy) throws Exception {
        queue.forbidden(policy);
        List<byte[]> bodies = List.of(
                new byte[0],
                new byte[] {0, 1, 2},
                new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0},
                new byte[] {(byte) 0xc0, (byte) 0x80},
                new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80},
                "no JSON: \uffff \u0007".getBytes(StandardCharsets.UTF_8));
        List<OutgoingMessage> messages = new ArrayList<>();
        for (int i = 0; i < bodies.size(); i++) {
            messages.add(new OutgoingMessage(Integer.toString(i), bodies.get(i), Map.of()));
        }
        assertThat(publish(broker, messages).unconfirmed()).isEmpty();

        try (Subscription subscription = broker.subscribe(10)) {
            assertThat(receive(subscription, bodies.size()))
                    .allSatisfy(delivery ->
                            assertThat(delivery.body()).isEqualTo(bodies.get(Integer.parseInt(delivery.id()))));
        }
    }

    @Test
    void whatCanStandAsItIsIsReadableByOthers() throws Exception {
        String body = "{\"type\":\"echo\",\"body\":\"ü ≠ 🦉 \\n \\u0007\"}";
        publish(broker, List.of(message("m", body)));

        assertThat(queue.bodies()).containsExactly(body);
    }
}
