package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.BrokerException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class AvailabilityTest {

    @RegisterExtension
    final WorkerLines lines = new WorkerLines();

    private final Availability broker = new Availability("the broker", LoggerFactory.getLogger(Worker.class));

    @Test
    void anOutageIsToldOfOnce() {
        broker.lost(new BrokerException.Unavailable("connection lost", null));
        broker.lost(new BrokerException.Unavailable("connection refused", null));

        assertThat(lines.all()).containsExactly("the broker is unavailable, work pauses: connection lost");
    }

    @Test
    void whatNeedsSomebodyIsToldOfOnceMore() {
        broker.lost(new BrokerException.Unavailable("connection lost", null));
        broker.lost(new BrokerException.Refused("the certificate has expired\nsince yesterday", null));
        broker.lost(new BrokerException.Refused("the certificate has expired", null));
        broker.lost(new BrokerException.Misconfigured("no such queue"));

        assertThat(lines.all())
                .containsExactly(
                        "the broker is unavailable, work pauses: connection lost",
                        "the broker is still unavailable, and waiting alone will not help: the certificate has expired");
    }

    @Test
    void whatNeedsSomebodyFromTheStartIsToldOfOnce() {
        broker.lost(new DatabaseOutage(new SQLException("the password is wrong", "28P01")));
        broker.lost(new DatabaseOutage(new SQLException("the password is wrong", "28P01")));

        assertThat(lines.all()).containsExactly("the broker is unavailable, work pauses: the password is wrong");
    }

    @Test
    void theNextOutageIsToldOfAnew() {
        for (int outage = 0; outage < 2; outage++) {
            broker.lost(new BrokerException.Unavailable("connection lost", null));
            broker.lost(new BrokerException.Refused("the password is wrong", null));
            broker.back();
        }

        assertThat(lines.with("unavailable")).hasSize(4);
    }
}
