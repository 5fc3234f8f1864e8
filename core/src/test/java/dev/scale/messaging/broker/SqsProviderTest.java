package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SqsProviderTest {

    private static final String ENDPOINT = "aws.endpointUrlSqs";

    private final BrokerUrl url = BrokerUrl.parse("sqs://AKIAX:S3cr3t/+@us-east-1//");

    @BeforeEach
    void nothingListens() {
        System.setProperty(ENDPOINT, "http://127.0.0.1:1");
    }

    @AfterEach
    void clear() {
        System.clearProperty(ENDPOINT);
    }

    @Test
    void missingLibrariesAreNamed() throws Exception {
        WithoutLibrary.assertThatOpeningNames(
                "sqs://us-east-1//", "software.amazon.awssdk.", "software.amazon.awssdk:sqs");
        WithoutLibrary.assertThatOpeningNames(
                "sqs://us-east-1//",
                "software.amazon.awssdk.http.urlconnection.",
                "software.amazon.awssdk:url-connection-client");
    }

    @Test
    void noAnswerIsUnavailableWithoutTheSecret() throws Exception {
        try (Broker broker = Broker.open(url, BrokerOptions.forQueue("q"))) {
            assertThat(broker.status().state()).isEqualTo(BrokerStatus.State.IDLE);
            assertThatThrownBy(broker::depth)
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining("'q'")
                    .hasMessageContaining("us-east-1")
                    .hasMessageNotContaining("S3cr3t");
            assertThatThrownBy(() -> broker.subscribe(1)).isInstanceOf(BrokerException.Unavailable.class);
            OutgoingMessage message = new OutgoingMessage("m", new byte[1], Map.of());
            assertThat(broker.publish(List.of(message))
                            .toCompletableFuture()
                            .get(1, TimeUnit.MINUTES)
                            .unconfirmed())
                    .singleElement()
                    .satisfies(unconfirmed -> {
                        assertThat(unconfirmed.cause()).isEqualTo(PublishReport.Cause.OUTAGE);
                        assertThat(unconfirmed.reason()).contains("us-east-1").doesNotContain("S3cr3t");
                    });
            assertThat(broker.status().state()).isEqualTo(BrokerStatus.State.DISCONNECTED);
            assertThat(broker.status().detail()).doesNotContain("S3cr3t");
        }
    }

    @Test
    void keysFromASupplierGoBeforeThoseOfTheUrlAndTheirFailureIsTold() {
        BrokerOptions options = BrokerOptions.forQueue("q").withCredentials(() -> {
            throw new BrokerException.Unavailable("the key's file cannot be read", null);
        });
        try (Broker broker = Broker.open(url, options)) {
            assertThatThrownBy(broker::depth)
                    .isInstanceOf(BrokerException.Unavailable.class)
                    .hasMessageContaining("the key's file cannot be read");
        }
    }

    @Test
    void tlsSettingsAreNotForSqs() {
        BrokerOptions options =
                BrokerOptions.forQueue("q").withTls(BrokerTls.DEFAULT.withAuthorities(Path.of("authority.pem")));

        assertThatThrownBy(() -> Broker.open(url, options)).isInstanceOf(BrokerException.Misconfigured.class);
    }
}
