package dev.scale.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class AccountTest {

    private final Ledger ledger = new Ledger();
    private final Outcomes outcomes = new Outcomes(
            new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashMap<>(), new HashSet<>(), new HashMap<>());

    @Test
    void everythingInItsPlaceIsGood() {
        confirmed("a", new Expected.Counted(1, 5, false, true));
        confirmed("b", new Expected.Counted(1, 2, true, false));
        confirmed("c", new Expected.JobEnded(9, "COMPLETED"));
        outcomes.effects().put("a", 1);
        outcomes.followUps().put("a", 1);
        outcomes.counters().put(1, 10L);
        outcomes.deadLetters().put("b", "refused");
        outcomes.jobs().put(9L, new Outcomes.Job("COMPLETED", true));

        Account account = account();

        assertThat(account.applied()).isEqualTo(2);
        assertThat(account.deadLettered()).isEqualTo(1);
        assertThat(account.followUps()).isEqualTo(1);
        assertThat(account.lost()).isEmpty();
        assertThat(account.twice()).isEmpty();
        assertThat(account.wrong()).isEmpty();
    }

    @Test
    void whatIsConfirmedAndLeftNoTraceIsLost() {
        confirmed("a", new Expected.Counted(1, 5, false, false));
        confirmed("b", new Expected.Counted(1, 5, false, true));
        confirmed("c", new Expected.JobSubmitted(9));
        confirmed("d", new Expected.JobStarted(9));
        outcomes.effects().put("b", 1);

        assertThat(account().lost()).containsExactlyInAnyOrder("a", "follow-up of b", "c", "d");
    }

    @Test
    void aSecondEffectIsSeenAlsoOfWhatWasNeverConfirmed() {
        confirmed("a", new Expected.Counted(1, 5, false, true));
        ledger.sent("b", new Expected.Counted(1, 5, false, false));
        ledger.sent("c", new Expected.Counted(1, 5, false, false));
        outcomes.effects().put("a", 2);
        outcomes.followUps().put("a", 3);
        outcomes.effects().put("b", 2);

        assertThat(account().twice()).containsExactlyInAnyOrder("a", "follow-up of a", "b");
    }

    @Test
    void countersThatDifferFromTheLedgerAreWrong() {
        confirmed("a", new Expected.Counted(1, 5, false, false));
        outcomes.effects().put("a", 1);
        outcomes.counters().put(1, 4L);

        assertThat(account().wrong()).hasSize(1);
    }

    @Test
    void deadLettersWithoutNeedAndEffectsThatNobodySentAreWrong() {
        confirmed("a", new Expected.Counted(1, 5, false, false));
        outcomes.deadLetters().put("a", "an outage");
        outcomes.effects().put("stranger", 1);

        assertThat(account().wrong())
                .anyMatch(one -> one.contains("a: ") && one.contains("an outage"))
                .anyMatch(one -> one.contains("stranger"));
    }

    private void confirmed(String id, Expected expected) {
        ledger.sent(id, expected);
        ledger.confirmed(id);
    }

    private Account account() {
        return Account.of(ledger, outcomes);
    }
}
