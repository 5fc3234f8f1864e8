package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AmqpProviderTest {

    @Test
    void missingClientLibraryIsNamed() throws Exception {
        WithoutLibrary.assertThatOpeningNames("amqp://h//", "com.rabbitmq.", "com.rabbitmq:amqp-client");
    }

    @Test
    void nothingListensIsUnavailableWithoutTheSecret() throws Exception {
        try (Broker broker =
                Broker.open(BrokerUrl.parse("amqp://svc:S3cr3t%21@127.0.0.1:1//"), BrokerOptions.forQueue("q"))) {
            assertThatThrownBy(broker::depth)
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining("127.0.0.1:1")
                    .hasMessageNotContaining("S3cr3t");
            OutgoingMessage message = new OutgoingMessage("m", new byte[0], Map.of());
            assertThat(broker.publish(List.of(message))
                            .toCompletableFuture()
                            .get(1, TimeUnit.MINUTES)
                            .unconfirmed())
                    .singleElement()
                    .satisfies(unconfirmed -> {
                        assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE);
                        assertThat(unconfirmed.reason()).contains("127.0.0.1:1").doesNotContain("S3cr3t");
                    });
            assertThat(broker.status().state()).isEqualTo(BrokerStatus.State.DISCONNECTED);
            assertThat(broker.status().detail()).doesNotContain("S3cr3t");
        }
    }
}
