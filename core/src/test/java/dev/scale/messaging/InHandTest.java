package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InHandTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final InHand inHand = new InHand(nanos::get);
    private final InHand.Hand one = inHand.hand();
    private final InHand.Hand other = inHand.hand();

    private void pass(int seconds) {
        nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void theOldestOfAllHandsCounts() {
        assertThat(inHand.age()).isNull();
        one.took(3);
        pass(2);
        other.took(1);
        pass(1);

        assertThat(inHand.count()).isEqualTo(4);
        assertThat(inHand.age()).isEqualTo(Duration.ofSeconds(3));

        one.left(0);
        assertThat(inHand.count()).isEqualTo(1);
        assertThat(inHand.age()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void whatIsLeftIsAsOldAsItWas() {
        one.took(3);
        pass(5);
        one.left(1);
        one.took(2);

        assertThat(inHand.count()).isEqualTo(3);
        assertThat(inHand.age()).isEqualTo(Duration.ofSeconds(5));

        one.left(0);
        one.took(0);
        assertThat(inHand.age()).isNull();
        one.took(1);
        assertThat(inHand.age()).isZero();
    }
}
