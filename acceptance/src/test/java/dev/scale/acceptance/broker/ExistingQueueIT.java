package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.AmqpProxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Queues that somebody else declared, each holding three messages. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ExistingQueueIT {

    @RegisterExtension
    static final SharedService RABBITMQ = SharedService.rabbitMq();

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    static Stream<Arguments> queues() {
        return Stream.of(
                Arguments.of("as the predecessor left it", true, Map.of()),
                Arguments.of("not durable", false, Map.of()),
                Arguments.of("quorum", true, Map.of("x-queue-type", "quorum")),
                Arguments.of(
                        "quorum with a delivery limit", true, Map.of("x-queue-type", "quorum", "x-delivery-limit", 3)),
                Arguments.of("bounded", true, Map.of("x-max-length", 1000, "x-overflow", "reject-publish")),
                Arguments.of("with a dead-letter exchange", true, Map.of("x-dead-letter-exchange", "amq.fanout")),
                Arguments.of("with priorities", true, Map.of("x-max-priority", 5)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("queues")
    void isUsedAsItIs(String kind, boolean durable, Map<String, Object> arguments) throws Exception {
        String queue = "existing-" + UUID.randomUUID();
        Effects effects = new Effects(POSTGRES);
        List<Command> waiting = effects.commands(3);
        BrokerOptions options = BrokerOptions.forQueue(queue);
        try (Connection connection = connect();
                AmqpProxy proxy = AmqpProxy.before(RABBITMQ.url())) {
            Channel channel = connection.createChannel();
            channel.queueDeclare(queue, durable, false, false, arguments);
            List<Command> all = new ArrayList<>(waiting);
            try (Broker foreign = Broker.open(BrokerUrl.parse(RABBITMQ.url()), options)) {
                assertThat(new CommandSender(foreign).send(waiting).complete()).isTrue();
            }
            try (Broker broker = Broker.open(BrokerUrl.parse(proxy.through(RABBITMQ.url())), options);
                    Worker worker = effects.worker(broker, queue, WorkerOptions.DEFAULTS)) {
                assertThat(broker.depth().ready()).isEqualTo(3);
                worker.start();
                List<Command> more = effects.commands(10);
                assertThat(new CommandSender(broker).send(more).complete()).isTrue();
                all.addAll(more);

                effects.awaitEachOnce(all.stream().map(Command::id).toList());
            }
            // the same declaration still fits
            channel.queueDeclare(queue, durable, false, false, arguments);
            await().untilAsserted(() -> assertThat(channel.messageCount(queue)).isZero());
            assertThat(proxy.asked(AMQP.Queue.Delete.class)).isEmpty();
            assertThat(proxy.asked(AMQP.Queue.Purge.class)).isEmpty();
            assertThat(proxy.asked(AMQP.Queue.Declare.class))
                    .allSatisfy(declare -> assertThat(declare.getPassive()).isTrue());
        }
    }

    private static Connection connect() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        BrokerUrl url = BrokerUrl.parse(RABBITMQ.url());
        factory.setPort(url.hosts().get(0).port());
        factory.setHost(url.hosts().get(0).name());
        url.credentials().ifPresent(known -> {
            factory.setUsername(known.user());
            factory.setPassword(known.password());
        });
        return factory.newConnection();
    }
}
