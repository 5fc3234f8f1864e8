package dev.scale.acceptance.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.scale.messaging.TestDatabase;
import dev.scale.messaging.Worker;
import dev.scale.messaging.WorkerOptions;
import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.BrokerOptions;
import dev.scale.messaging.broker.BrokerUrl;
import dev.scale.messaging.faults.FaultProxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two ways to one broker, of which one is dead at a time. */
@Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SeveralHostsIT {

    @RegisterExtension
    static final SharedService RABBITMQ = SharedService.rabbitMq();

    @RegisterExtension
    static final TestDatabase POSTGRES = new TestDatabase();

    @Test
    void theOtherHostIsUsedAtTheStartAndWhenTheConnectedOneDies() throws Exception {
        String queue = "hosts-" + UUID.randomUUID();
        Effects effects = new Effects(POSTGRES);
        try (FaultProxy one = FaultProxy.before(RABBITMQ.url());
                FaultProxy other = FaultProxy.before(RABBITMQ.url())) {
            String both = one.through(RABBITMQ.url())
                    .replace(":" + one.port(), ":" + one.port() + ",127.0.0.1:" + other.port());
            BrokerOptions options = BrokerOptions.forQueue(queue).withPublishLimit(Duration.ofSeconds(5));
            one.cut();
            try (Broker handling = Broker.open(BrokerUrl.parse(both), options);
                    Broker sending = Broker.open(BrokerUrl.parse(both), options);
                    Worker worker = effects.worker(handling, queue, WorkerOptions.DEFAULTS.withBatchSize(50))) {
                worker.start();
                SteadySender sender = new SteadySender(effects, sending);
                await().until(() -> effects.applied() > 100);
                assertThat(handling.status().detail()).contains(":" + other.port());

                other.cut();
                one.pass();

                await().until(() -> handling.status().detail().contains(":" + one.port()));
                long before = effects.applied();
                await().atMost(Duration.ofMinutes(1)).until(() -> effects.applied() > before + 100);
                effects.awaitEachOnce(sender.stop());
            }
        }
    }
}
