package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.scale.messaging.store.WorkerLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    private final List<String> heard = new ArrayList<>();
    private long nanos = 1_000;
    private final Throughput throughput = new Throughput(
            4,
            new WorkerListener() {
                @Override
                public void receiving() {
                    heard.add("receiving");
                }

                @Override
                public void committed(String group, List<Ended> commands, Instant at) {
                    heard.add(group + " " + commands.size());
                }
            },
            () -> nanos);

    private WorkerLoad after(Duration time, int commands) {
        nanos += time.toNanos();
        throughput.committed("g", Collections.nCopies(commands, null), Instant.EPOCH);
        return throughput.load();
    }

    @Test
    void theRateIsThatOfTheLastTenSeconds() {
        assertThat(throughput.load()).isEqualTo(new WorkerLoad(4, 0, 0));
        assertThat(after(Duration.ofSeconds(2), 100).perSecond()).isEqualTo(50, within(0.1));
        WorkerLoad busy = new WorkerLoad(0, 0, 0);
        for (int i = 0; i < 10; i++) {
            busy = after(Duration.ofSeconds(2), 2_000);
        }
        assertThat(busy.commands()).isEqualTo(20_100);
        assertThat(busy.perSecond()).isEqualTo(1_000, within(0.1));
        WorkerLoad idle = busy;
        for (int i = 0; i < 6; i++) {
            idle = after(Duration.ofSeconds(2), 0);
        }
        assertThat(idle.perSecond()).isZero();
        assertThat(idle.commands()).isEqualTo(20_100);
    }

    @Test
    void whatItHearsIsPassedOn() {
        throughput.receiving();
        after(Duration.ofSeconds(1), 3);

        assertThat(heard).containsExactly("receiving", "g 3");
    }
}
