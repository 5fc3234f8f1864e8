package dev.scale.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StartingTest {

    @Test
    void closingWaitsForWhatIsStillStarting() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        AtomicInteger closed = new AtomicInteger();
        Starting<Integer> starting = Starting.on(
                "start-slow",
                () -> {
                    slow.await();
                    return 7;
                },
                closed::set);
        Thread closing = new Thread(starting::close);
        closing.start();
        assertThat(closing.isAlive()).isTrue();

        slow.countDown();
        closing.join();
        assertThat(closed).hasValue(7);
        assertThat(starting.await()).isEqualTo(7);
    }

    @Test
    void whatKeptItFromStartingIsThrownAsItIsAndClosesNothing() {
        Failure failure = Failure.usage("wrong");
        AtomicInteger closed = new AtomicInteger();
        Starting<Integer> starting = Starting.on(
                "start-failing",
                () -> {
                    throw failure;
                },
                closed::set);

        assertThatThrownBy(starting::await).isSameAs(failure);
        starting.close();
        assertThat(closed).hasValue(0);

        IOException checked = new IOException("gone");
        try (Starting<Integer> other = Starting.on(
                "start-failing",
                () -> {
                    throw checked;
                },
                closed::set)) {
            assertThatThrownBy(other::await).hasCause(checked);
        }
    }
}
