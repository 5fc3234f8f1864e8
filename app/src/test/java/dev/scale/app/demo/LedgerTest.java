package dev.scale.app.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scale.jobs.ExecutionId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final ExecutionId FIRST = new ExecutionId(7, 1);

    private final Ledger ledger = new Ledger();

    private static Outcomes outcomes(Outcomes.Execution execution) {
        return new Outcomes(
                Map.of(7L, new Outcomes.Job("RUNNING", 1, false)), Map.of(FIRST, execution), Set.of("dead"));
    }

    @Test
    void everyCommandIsAppliedOrDeadOrLost() {
        ledger.confirmed("submit", new Expected.JobsExist(List.of(7L)));
        ledger.confirmed("running", new Expected.Started(FIRST));
        ledger.confirmed("completed", new Expected.Ended(FIRST, "COMPLETED"));
        ledger.confirmed("output", new Expected.OutputStored(FIRST));
        ledger.confirmed("dead", new Expected.OutputStored(new ExecutionId(8, 1)));

        Account account = ledger.account(outcomes(new Outcomes.Execution("RUNNING", true, false, false)));

        assertThat(account).isEqualTo(new Account(5, 2, 1, List.of("completed", "output")));
    }

    @Test
    void anExecutionThatEndedOtherwiseDoesNotCount() {
        ledger.confirmed("failed", new Expected.Ended(FIRST, "FAILED"));

        assertThat(ledger.account(outcomes(new Outcomes.Execution("COMPLETED", true, true, true)))
                        .lost())
                .containsExactly("failed");
        assertThat(ledger.account(outcomes(new Outcomes.Execution("FAILED", true, true, false)))
                        .lost())
                .isEmpty();
    }

    @Test
    void aJobThatIsMissingIsALostSubmission() {
        ledger.confirmed("submit", new Expected.JobsExist(List.of(7L, 8L)));

        assertThat(ledger.account(outcomes(new Outcomes.Execution("QUEUED", false, false, false)))
                        .lost())
                .containsExactly("submit");
    }
}
