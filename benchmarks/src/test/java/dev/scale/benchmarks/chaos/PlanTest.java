package dev.scale.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {

    private static final Duration LENGTH = Duration.ofMinutes(2);

    @Test
    void theSameSeedMakesTheSamePlan() {
        Set<Fault> all = EnumSet.allOf(Fault.class);

        assertThat(Plan.random(5, LENGTH, all)).isEqualTo(Plan.random(5, LENGTH, all));
        assertThat(Plan.random(5, LENGTH, all)).isNotEqualTo(Plan.random(6, LENGTH, all));
    }

    @Test
    void eachFaultHasItsTurnInEveryRound() {
        List<Plan.Injection> injections =
                Plan.random(5, LENGTH, EnumSet.allOf(Fault.class)).injections();

        int round = Fault.values().length;
        for (int start = 0; start + round <= injections.size(); start += round) {
            assertThat(injections.subList(start, start + round))
                    .extracting(Plan.Injection::fault)
                    .containsExactlyInAnyOrder(Fault.values());
        }
    }

    @Test
    void onlyTheFaultsAskedForHappen() {
        assertThat(Plan.random(5, LENGTH, Set.of(Fault.CUT)).injections())
                .extracting(Plan.Injection::fault)
                .containsOnly(Fault.CUT);
        assertThat(Plan.random(5, LENGTH, Set.of()).injections()).isEmpty();
    }
}
