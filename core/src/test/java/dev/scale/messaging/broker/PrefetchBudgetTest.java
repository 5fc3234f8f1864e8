package dev.scale.messaging.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrefetchBudgetTest {

    private static final int MIB = 1024 * 1024;

    private final PrefetchBudget budget = new PrefetchBudget(MIB);

    @Test
    void beforeAnythingIsSeenTheLargestBodyIsExpected() {
        assertThat(budget.fitting(1000)).isEqualTo(4);
        assertThat(new PrefetchBudget(100 * MIB).fitting(1000)).isEqualTo(1);
        assertThat(new PrefetchBudget(100).fitting(1000)).isEqualTo(1000);
    }

    @Test
    void growsWithWhatWasSeenOfSmallOnes() {
        add(4, 300);
        assertThat(budget.fitting(1000)).isEqualTo(36);
        add(36, 300);
        assertThat(budget.fitting(1000)).isEqualTo(324);
        add(324, 300);
        assertThat(budget.fitting(1000)).isEqualTo(1000);
    }

    @Test
    void bytesStayWithinTheBudgetForEverySize() {
        for (int size : new int[] {0, 1, 1000, 4096, 4097, 20_000, 65_536, MIB - 1, MIB, 4 * MIB}) {
            PrefetchBudget one = new PrefetchBudget(MIB);
            for (int i = 0; i < 10_000; i++) {
                one.add(size);
            }
            assertThat((long) one.fitting(65_535) * size).isLessThanOrEqualTo(PrefetchBudget.BYTES);
        }
    }

    @Test
    void largerThanTheBudgetIsTakenOneByOne() {
        add(10, Integer.MAX_VALUE);
        assertThat(budget.fitting(1000)).isEqualTo(1);
    }

    @Test
    void aLargeOneCountsUntilThousandsOfSmallOnesHaveCome() {
        add(10_000, 100);
        assertThat(budget.fitting(1000)).isEqualTo(1000);
        add(1, MIB);
        assertThat(budget.fitting(1000)).isEqualTo(4);
        add(500, 100);
        assertThat(budget.fitting(1000)).isEqualTo(4);
        add(2000, 100);
        assertThat(budget.fitting(1000)).isEqualTo(1000);
    }

    @Test
    void mostIsMost() {
        add(10_000, 1);
        assertThat(budget.fitting(1)).isEqualTo(1);
        assertThat(budget.fitting(7)).isEqualTo(7);
    }

    private void add(int count, int size) {
        for (int i = 0; i < count; i++) {
            budget.add(size);
        }
    }
}
