package dev.scale.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.messaging.Received;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeftoversTest {

    @Test
    void cancelOfAHeldJobKeepsTheNumberThatItSawAndThatOfAnUnknownJobHasNone() {
        Received<JobCommand> cancel = JobBatches.received(
                JobCommands.cancelCurrent(Instant.EPOCH, List.of(5L, 6L, 7L)).get(0));
        List<Report> reports = Report.of(cancel, new Errors());
        Leftovers leftovers = new Leftovers();

        leftovers.early(reports.get(0), "job 5 is not known");
        leftovers.held(reports.get(2), 3, "job 7 is held");

        assertThat(JobBatches.rest(leftovers))
                .isEqualTo("{\"jobs\":[{\"id\":5},{\"id\":7,\"exe_num\":3}],\"when\":\"1970-01-01T00:00:00.000000Z\"}");
    }

    @Test
    void otherReportsOnAHeldJobStayAsTheyAre() {
        Received<JobCommand> completed = JobBatches.received(
                JobCommands.completed(Instant.EPOCH, List.of(new ExecutionId(5, 1), new ExecutionId(6, 1)))
                        .get(0));
        Leftovers leftovers = new Leftovers();

        leftovers.held(Report.of(completed, new Errors()).get(1), 3, "job 6 is held");

        assertThat(JobBatches.rest(leftovers)).contains("{\"id\":6,\"exe_num\":1}");
    }
}
