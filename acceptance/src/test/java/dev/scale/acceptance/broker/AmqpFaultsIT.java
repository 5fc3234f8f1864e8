package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.HandlerGroup;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerStatus;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.AmqpProxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Ends of consumers, channels and connections as RabbitMQ makes them, some forged on the way; and what we then say to it. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AmqpFaultsIT {

    private static final Duration LONG = Duration.ofMinutes(1);

    @RegisterExtension
    static final SharedService RABBITMQ = SharedService.rabbitMq();

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    private final String queue = "faults-" + UUID.randomUUID();
    private final BrokerOptions options = BrokerOptions.forQueue(queue);
    private final BrokerLines lines = new BrokerLines();
    private AmqpProxy proxy;
    private Broker broker;
    private Broker direct;
    private Effects effects;
    private Worker worker;

    @BeforeEach
    void open() throws Exception {
        proxy = AmqpProxy.before(RABBITMQ.url());
        broker = Broker.open(BrokerUrl.parse(proxy.through(RABBITMQ.url())), options);
        direct = Broker.open(BrokerUrl.parse(RABBITMQ.url()), options);
        direct.subscribe(1).close();
        effects = new Effects(POSTGRES);
        worker = effects.worker(broker, queue, WorkerOptions.DEFAULTS.withBatchSize(50));
    }

    @AfterEach
    void nothingForbiddenWasAskedFor() {
        worker.close();
        broker.close();
        direct.close();
        proxy.close();
        lines.close();
        assertThat(proxy.asked(AMQP.Basic.Qos.class)).isNotEmpty().allSatisfy(qos -> {
            assertThat(qos.getGlobal()).isFalse();
            assertThat(qos.getPrefetchCount()).isPositive();
        });
        assertThat(proxy.asked(AMQP.Queue.Delete.class)).isEmpty();
        assertThat(proxy.asked(AMQP.Queue.Purge.class)).isEmpty();
        assertThat(proxy.strangeAcknowledgements()).isZero();
    }

    @Test
    void lateBatchOfALostConnectionAcknowledgesNothingAndHasOneEffect() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicBoolean first = new AtomicBoolean(true);
        HandlerGroup<Effects.Count> held = HandlerGroup.of(Effects.COUNT, (commands, unit) -> {
            if (first.getAndSet(false)) {
                entered.countDown();
                release.await();
            }
            Effects.apply(commands, unit);
        });
        worker = effects.worker(
                broker, queue, WorkerOptions.DEFAULTS.withThreads(1).withBatchSize(10), held);
        List<Command> commands = effects.commands(30);
        send(commands);
        worker.start();
        entered.await();

        proxy.network().cut();
        await().until(() -> broker.status().state() == BrokerStatus.State.DISCONNECTED);
        assertThat(proxy.asked(AMQP.Basic.Ack.class)).isEmpty();
        proxy.network().pass();
        release.countDown();

        effects.awaitEachOnce(ids(commands));
        await().until(() -> effects.duplicates() > 0);
        assertDrained();
        assertThat(lines.lost()).isEqualTo(1);
        assertThat(lines.back()).isEqualTo(1);
    }

    @Test
    void consumerCancelledByTheServerIsReplaced() throws Exception {
        survives(() -> {
            await().until(() -> proxy.cancelConsumers() > 0);
        });
    }

    @Test
    void channelClosedForALateAcknowledgementIsReplaced() throws Exception {
        survives(() -> await().until(() -> proxy.closeConsumingChannels(
                        AMQP.PRECONDITION_FAILED,
                        "PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out."
                                + " Timeout value used: 1800000 ms")
                > 0));
    }

    @Test
    void queueWhoseNodeIsDownIsWaitedForAndNotDeclared() throws Exception {
        AtomicLong before = new AtomicLong();
        survives(() -> {
            before.set(declared());
            proxy.queueIsDown(queue);
            await().until(() -> proxy.cancelConsumers() > 0);
            await().until(() -> lines.lost() == 1);
            int asked = proxy.asked(AMQP.Queue.Declare.class).size();
            await().until(() -> proxy.asked(AMQP.Queue.Declare.class).size() > asked + 2);
            proxy.queueIsUp();
        });
        assertThat(declared()).isEqualTo(before.get());
    }

    private long declared() {
        return proxy.asked(AMQP.Queue.Declare.class).stream()
                .filter(declare -> !declare.getPassive())
                .count();
    }

    private interface Fault {
        void happens() throws Exception;
    }

    private void survives(Fault fault) throws Exception {
        worker.start();
        SteadySender sender = new SteadySender(effects, direct);
        await().until(() -> effects.applied() > 100);

        fault.happens();

        await().atMost(LONG).until(() -> lines.lost() == 1 && lines.back() == 1);
        long before = effects.applied();
        await().atMost(LONG).until(() -> effects.applied() > before + 100);
        effects.awaitEachOnce(sender.stop());
        assertDrained();
        assertThat(lines.all()).as("one line for each change").hasSize(2);
    }

    private void assertDrained() {
        worker.close();
        await().atMost(LONG)
                .untilAsserted(() -> assertThat(direct.depth().ready()).isZero());
    }

    private void send(List<Command> commands) {
        assertThat(new CommandSender(direct).send(commands).complete()).isTrue();
    }

    private static List<String> ids(List<Command> commands) {
        return commands.stream().map(Command::id).toList();
    }
}
