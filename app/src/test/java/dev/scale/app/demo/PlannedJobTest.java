package dev.scale.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PlannedJobTest {

    private final List<PlannedJob> plan =
            PlannedJob.plan(100, List.of(Path.of("a"), Path.of("b")), new AtomicLong()::incrementAndGet);

    @Test
    void everyTenthJobFailsOnceAndEveryFiftiethForGood() {
        assertThat(plan).filteredOn(job -> job.exitCode(1) != 0).hasSize(10);
        assertThat(plan).filteredOn(job -> job.exitCode(2) != 0).hasSize(2);
        assertThat(plan)
                .filteredOn(job -> job.exitCode(PlannedJob.MAX_TRIES) != 0)
                .hasSize(2);
    }

    @Test
    void aJobThatEndsOtherwiseIsSeen() {
        PlannedJob completes = plan.get(0);
        assertThat(completes.endedAsPlanned(new Outcomes.Job("COMPLETED", 1, true)))
                .isTrue();
        assertThat(completes.endedAsPlanned(new Outcomes.Job("COMPLETED", 2, true)))
                .isFalse();
        assertThat(completes.endedAsPlanned(new Outcomes.Job("COMPLETED", 1, false)))
                .isFalse();
        assertThat(completes.endedAsPlanned(new Outcomes.Job("FAILED", 1, false)))
                .isFalse();
        assertThat(completes.endedAsPlanned(null)).isFalse();
    }
}
