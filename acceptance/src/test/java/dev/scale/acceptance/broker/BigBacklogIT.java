package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandSender;
import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.AmqpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Far more bytes waiting than two small handler processes together have heap. */
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BigBacklogIT {

    private static final int MESSAGES = 10_000;
    private static final int SIZE = 20_000;
    /** 4 MiB for each of two subscriptions, at 32 KiB. */
    private static final int MOST_UNSETTLED = 2 * 128;

    private static final long HEAP = 64L * 1024 * 1024;

    @RegisterExtension
    static final SharedService RABBITMQ = SharedService.rabbitMq();

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @Test
    void twoSmallProcessesShareItAndHoldLittleAtATime() throws Exception {
        String queue = "backlog-" + UUID.randomUUID();
        Effects effects = new Effects(POSTGRES);
        List<AmqpProxy> proxies = new ArrayList<>();
        List<SmallWorker> processes = new ArrayList<>();
        try (Broker broker = Broker.open(BrokerUrl.parse(RABBITMQ.url()), BrokerOptions.forQueue(queue))) {
            List<String> ids = send(effects, broker);
            for (int i = 0; i < 2; i++) {
                AmqpProxy proxy = AmqpProxy.before(RABBITMQ.url());
                proxies.add(proxy);
                processes.add(new SmallWorker(
                        "64m", proxy.through(RABBITMQ.url()), POSTGRES.server().url(), queue));
            }

            for (SmallWorker process : processes) {
                process.work();
            }
            await().atMost(Duration.ofMinutes(4)).until(() -> effects.applied() == MESSAGES);
            effects.awaitEachOnce(ids);
            for (SmallWorker process : processes) {
                SmallWorker.Report report = process.end();
                System.out.printf(
                        "%s: handled %d, at most %d MiB of heap after a collection%n",
                        getClass().getSimpleName(), report.handled(), report.mostHeapBytes() >> 20);
                assertThat(report.handled()).isGreaterThan(MESSAGES / 10);
                assertThat(report.mostHeapBytes()).isLessThan(HEAP);
            }
            assertThat(proxies)
                    .allSatisfy(proxy ->
                            assertThat(proxy.mostUnsettled()).isPositive().isLessThanOrEqualTo(MOST_UNSETTLED));
            assertThat(broker.depth().ready()).isZero();
        } finally {
            processes.forEach(SmallWorker::close);
            proxies.forEach(AmqpProxy::close);
        }
    }

    private static List<String> send(Effects effects, Broker broker) {
        String padding = "x".repeat(SIZE);
        List<String> confirmed = new ArrayList<>();
        new CommandSender(broker)
                .send(
                        IntStream.range(0, MESSAGES)
                                .mapToObj(i -> Command.of(Effects.COUNT, new Effects.Count(effects.run(), padding))),
                        report -> report.confirmed().forEach(command -> confirmed.add(command.id())));
        assertThat(confirmed).hasSize(MESSAGES);
        return confirmed;
    }
}
