package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.broker.AmqpUnsettled.Settlement;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AmqpUnsettledTest {

    private final AmqpUnsettled unsettled = new AmqpUnsettled();

    @BeforeEach
    void deliver() {
        for (long tag = 1; tag <= 6; tag++) {
            unsettled.add(tag, 10);
        }
    }

    @Test
    void aPrefixIsOneAcknowledgement() {
        assertThat(unsettled.settle(Set.of(1L, 2L, 3L))).containsExactly(new Settlement(3, true));
        assertThat(unsettled.settle(Set.of(4L, 6L))).containsExactly(new Settlement(4, true), new Settlement(6, false));
        assertThat(unsettled.settle(Set.of(5L))).containsExactly(new Settlement(5, true));
        assertThat(unsettled.count()).isZero();
        assertThat(unsettled.bytes()).isZero();
        assertThat(unsettled.newest()).isZero();
    }

    @Test
    void nothingSettledTwiceAndNothingUnknown() {
        assertThat(unsettled.settle(Set.of(3L, 9L))).containsExactly(new Settlement(3, false));
        assertThat(unsettled.settle(Set.of(3L))).isEmpty();
        assertThat(unsettled.settle(Set.of())).isEmpty();
        assertThat(unsettled.count()).isEqualTo(5);
        assertThat(unsettled.bytes()).isEqualTo(50);
    }

    @Test
    void countsWhatIsNewerThanATag() {
        assertThat(unsettled.countAfter(0)).isEqualTo(6);
        assertThat(unsettled.countAfter(4)).isEqualTo(2);
        assertThat(unsettled.countAfter(6)).isZero();
        assertThat(unsettled.newest()).isEqualTo(6);
    }
}
