package dev.scale.app.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.app.Terminal;
import dev.scale.jobs.ExecutionId;
import dev.scale.jobs.JobHistory;
import dev.scale.jobs.JobStatus;
import dev.scale.jobs.JobSummary;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JobTimelineTest {

    private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");

    private static JobHistory.Run run(int number, JobStatus status, long queued, long started, long ended) {
        return new JobHistory.Run(
                number,
                status,
                "n",
                TIME.plusSeconds(queued),
                TIME.plusSeconds(started),
                TIME.plusSeconds(ended),
                null,
                null,
                null,
                null);
    }

    @Test
    void isInTheOrderOfCausesWhateverTheClocksSay() {
        JobSummary job =
                new JobSummary(new ExecutionId(1, 2), "copy", JobStatus.COMPLETED, 3, 100, null, "n", null, TIME, TIME);
        JobHistory history = new JobHistory(
                job,
                null,
                null,
                null,
                null,
                List.of(
                        run(1, JobStatus.FAILED, 100, 40, 20), // the node's clock is behind
                        run(2, JobStatus.COMPLETED, 110, 115, 112)));

        List<String> lines = JobTimeline.of(history).text(Terminal.NONE).lines().toList();

        assertThat(lines)
                .containsExactly(
                        "EXE\tTIME\tSTATUS\tAFTER\tWHAT",
                        "1\t2026-01-01T12:01:40Z\tQUEUED\t-\t-",
                        "1\t2026-01-01T12:00:40Z\tRUNNING\t-\ton n",
                        "1\t2026-01-01T12:00:20Z\tFAILED\t-\t-",
                        "2\t2026-01-01T12:01:50Z\tQUEUED\t-\t-",
                        "2\t2026-01-01T12:01:55Z\tRUNNING\t5 s\ton n",
                        "2\t2026-01-01T12:01:52Z\tCOMPLETED\t-\t-");
    }
}
