package dev.scale.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.store.Mark;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SuspicionTest {

    private static final Pulse PULSE = new Pulse(Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(15));
    private static final int ALIVE = 3;
    private static final int OVERDUE = 10;
    private static final int DEAD = 20;

    @Test
    void aCommandThatNobodyMarkedIsLikeAnyOther() {
        assertThat(due(true)).isEqualTo(Suspicion.Due.NOTHING);
    }

    @Test
    void whatAProcessThatLivesHasInHandIsWaitedFor() {
        assertThat(due(true, alone(ALIVE))).isEqualTo(Suspicion.Due.WAITING);
        assertThat(due(true, alone(ALIVE), alone(DEAD), alone(DEAD))).isEqualTo(Suspicion.Due.WAITING);
        assertThat(due(true, alone(DEAD), inBatch(ALIVE))).isEqualTo(Suspicion.Due.WAITING);
    }

    @Test
    void whatASilentProcessHadInHandIsHandledAlone() {
        assertThat(due(true, inBatch(OVERDUE))).isEqualTo(Suspicion.Due.ALONE);
        assertThat(due(true, alone(DEAD))).isEqualTo(Suspicion.Due.ALONE);
    }

    @Test
    void deathsInABatchConvictNobodyHoweverManyTheyAre() {
        assertThat(due(true, inBatch(DEAD), inBatch(DEAD), inBatch(DEAD), inBatch(DEAD)))
                .isEqualTo(Suspicion.Due.ALONE);
    }

    @Test
    void onlyTheLastTwoDeathsCountAndBothMustHaveBeenAlone() {
        assertThat(due(true, alone(DEAD), inBatch(DEAD), alone(DEAD), alone(DEAD)))
                .isEqualTo(Suspicion.Due.ALONE);
        assertThat(due(true, inBatch(DEAD), alone(DEAD), alone(DEAD))).isEqualTo(Suspicion.Due.ALONE);
        assertThat(due(true, alone(DEAD), alone(DEAD), inBatch(DEAD))).isEqualTo(Suspicion.Due.CONVICTION);
    }

    @Test
    void aConvictionWaitsUntilBothDeathsAreCertain() {
        assertThat(due(true, alone(OVERDUE), alone(DEAD))).isEqualTo(Suspicion.Due.WAITING);
        assertThat(due(true, alone(DEAD), alone(DEAD))).isEqualTo(Suspicion.Due.CONVICTION);
    }

    @Test
    void silenceWhileTheDatabaseWasAwayConvictsNobody() {
        assertThat(due(false, alone(DEAD), alone(DEAD))).isEqualTo(Suspicion.Due.WAITING);
    }

    @Test
    void theReasonOfADeadLetterNamesTheProcesses() {
        Suspicion suspicion = Suspicion.of(Arrays.asList(alone(DEAD), alone(DEAD), inBatch(DEAD)), PULSE, true);

        assertThat(suspicion.reason())
                .isEqualTo("it kills the process that handles it: 3 ended in the middle of it, the last two"
                        + " (host pid 20, host pid 20) while it was the only command in work");
    }

    private static Suspicion.Due due(boolean deathsCertain, Mark... newestFirst) {
        return Suspicion.of(Arrays.asList(newestFirst), PULSE, deathsCertain).due();
    }

    private static Mark alone(int silence) {
        return new Mark("c", true, Duration.ofSeconds(silence), "host pid " + silence);
    }

    private static Mark inBatch(int silence) {
        return new Mark("c", false, Duration.ofSeconds(silence), "host pid " + silence);
    }
}
