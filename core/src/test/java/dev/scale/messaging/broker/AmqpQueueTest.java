package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpQueueTest {

    private final BrokerOptions options = BrokerOptions.forQueue("q");

    @ParameterizedTest
    @CsvSource({
        "RabbitMQ, 3.6.16, {}",
        "RabbitMQ, 3.7.28, {}",
        "RabbitMQ, 3.8.0-rc.1, {x-queue-type=quorum}",
        "RabbitMQ, 3.10.8, {x-queue-type=quorum}",
        "'RabbitMQ', 4.0.1, '{x-queue-type=quorum, x-delivery-limit=-1}'",
        "RabbitMQ, '', {}",
        "qpid, 10.1.0, {}",
    })
    void missingQueueIsQuorumWhereTheServerHasIt(String product, String version, String arguments) {
        AmqpServer server = AmqpServer.of(Map.of("product", product, "version", version));

        assertThat(new AmqpQueue(options)
                        .arguments(server).entrySet().stream()
                                .map(Map.Entry::toString)
                                .toList())
                .containsExactlyInAnyOrder(
                        arguments.equals("{}")
                                ? new String[0]
                                : arguments.replaceAll("[{}]", "").split(", "));
    }

    @Test
    void chosenTypeIsDeclaredWithoutTheQuorumArguments() {
        AmqpServer server = AmqpServer.of(Map.of("product", "RabbitMQ", "version", "4.1.0"));

        assertThat(new AmqpQueue(options.withQueueType("classic")).arguments(server))
                .isEqualTo(Map.of("x-queue-type", "classic"));
    }

    @Test
    void missingQueueIsToldFromOneWhoseNodeIsDown() {
        assertThat(reply(404, "NOT_FOUND - no queue 'q' in vhost '/'").queueMissing())
                .isTrue();
        assertThat(reply(404, "NOT_FOUND - home node 'a@b' of durable queue 'q' in vhost '/' is down or inaccessible")
                        .queueMissing())
                .isFalse();
        assertThat(reply(404, "NOT_FOUND - queue 'q' in vhost '/' process is stopped by supervisor")
                        .queueMissing())
                .isFalse();
        // a name is no evidence
        assertThat(reply(404, "NOT_FOUND - no queue 'elevator is down' in vhost '/'")
                        .queueMissing())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"home node 'a@b' of durable queue 'q' in vhost '/' is down or inaccessible"})
    void queueWhoseNodeIsDownIsAnOutage(String text) {
        assertThat(AmqpErrors.translate("cannot use queue 'q'", closed(404, "NOT_FOUND - " + text)))
                .isInstanceOf(BrokerException.Unavailable.class)
                .hasMessageContaining("inaccessible");
    }

    @ParameterizedTest
    @CsvSource({
        "406, PRECONDITION_FAILED - message size 20 is larger than configured max size 10, 10",
        "406, PRECONDITION_FAILED - message size 20 larger than max size 10, 10",
        "406, PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out, -1",
        "404, message size 20 is larger than configured max size 10, -1",
    })
    void largestMessageIsReadFromTheRefusalOfALargerOne(int code, String text, int largest) {
        assertThat(AmqpErrors.largestMessage(closed(code, text)).orElse(-1)).isEqualTo(largest);
    }

    private static AmqpErrors.Reply reply(int code, String text) {
        return AmqpErrors.reply(closed(code, text));
    }

    private static IOException closed(int code, String text) {
        AMQP.Channel.Close close =
                new AMQP.Channel.Close.Builder().replyCode(code).replyText(text).build();
        return new IOException(new ShutdownSignalException(false, false, close, null));
    }
}
