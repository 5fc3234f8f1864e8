package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AmqpPropertiesTest {

    @Test
    void foreignTimeIsText() {
        assertThat(AmqpProperties.fromAmqp(
                        at(Instant.parse("2020-02-29T12:00:00Z").toEpochMilli())))
                .containsEntry(Headers.TIMESTAMP, "2020-02-29T12:00:00Z");
    }

    @ParameterizedTest
    @ValueSource(longs = {1_600_000_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE, -1000})
    void foreignTimeOutsideOfRfc3339IsLeftOut(long milliseconds) {
        assertThat(AmqpProperties.fromAmqp(at(milliseconds))).isEmpty();
    }

    private static AMQP.BasicProperties at(long milliseconds) {
        return new AMQP.BasicProperties.Builder()
                .timestamp(Date.from(Instant.ofEpochMilli(milliseconds)))
                .build();
    }
}
