package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that takes connections and says nothing. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AmqpPublisherTest {

    private final OutgoingMessage message = new OutgoingMessage("m", new byte[0], Map.of());
    private ServerSocket silent;
    private BrokerUrl url;

    @BeforeEach
    void listen() throws Exception {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        url = BrokerUrl.parse("amqp://127.0.0.1:" + silent.getLocalPort() + "//");
    }

    @AfterEach
    void stopListening() throws Exception {
        silent.close();
    }

    @Test
    void publishEndsAtItsLimitWhileConnectingIsStuck() throws Exception {
        BrokerOptions options = BrokerOptions.forQueue("q").withPublishLimit(Duration.ofMillis(50));
        try (Broker broker = Broker.open(url, options)) {
            PublishReport report =
                    broker.publish(List.of(message)).toCompletableFuture().get();

            assertThat(report.unconfirmed()).singleElement().satisfies(unconfirmed -> {
                assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE);
                assertThat(unconfirmed.reason()).contains("not confirmed within 50 ms");
            });
        }
    }

    @Test
    void closeReportsWhatWaitsWhileConnectingIsStuck() throws Exception {
        Broker broker = Broker.open(url, BrokerOptions.forQueue("q"));
        CompletableFuture<PublishReport> first =
                broker.publish(List.of(message)).toCompletableFuture();
        CompletableFuture<PublishReport> second =
                broker.publish(List.of(message)).toCompletableFuture();
        silent.accept();

        broker.close();

        assertThat(second.get().unconfirmed()).hasSize(1);
        assertThat(first.get().unconfirmed()).hasSize(1);
    }
}
