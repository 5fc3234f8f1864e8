package dev.scale.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of every command: the ledger against the database, by id. */
final class Account {

    private final Outcomes outcomes;
    private final Map<Integer, Long> sums = new TreeMap<>();
    private final List<String> lost = new ArrayList<>();
    private final List<String> twice = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int applied;
    private int deadLettered;
    private int followUps;

    private Account(Outcomes outcomes) {
        this.outcomes = outcomes;
    }

    static Account of(Ledger ledger, Outcomes outcomes) {
        Account account = new Account(outcomes);
        ledger.confirmed().forEach(account::settle);
        ledger.open().forEach(account::settleUnconfirmed);
        outcomes.effects().keySet().stream()
                .filter(id ->
                        !ledger.confirmed().containsKey(id) && !ledger.open().containsKey(id))
                .forEach(id -> account.wrong.add(id + ": an effect, and nobody has sent it"));
        account.compareSums();
        return account;
    }

    /** Commands whose effect is there. */
    int applied() {
        return applied;
    }

    /** Commands that are dead letters. */
    int deadLettered() {
        return deadLettered;
    }

    /** Follow-ups whose effect is there. */
    int followUps() {
        return followUps;
    }

    /** Confirmed commands, and follow-ups of applied ones, with neither effect nor dead letter. */
    List<String> lost() {
        return lost;
    }

    /** Commands and follow-ups with more than one effect. */
    List<String> twice() {
        return twice;
    }

    /** Everything else that contradicts the ledger. */
    List<String> wrong() {
        return wrong;
    }

    private void settle(String id, Expected expected) {
        String reason = outcomes.deadLetters().get(id);
        boolean dead = reason != null;
        if (isSeen(id, expected)) {
            applied++;
        } else if (dead) {
            deadLettered++;
        } else {
            lost.add(id);
        }
        if (dead && !expected.refused()) {
            wrong.add(id + ": a dead letter, though nothing is wrong with it: " + reason);
        }
        if (expected instanceof Expected.Counted counted) {
            settle(id, counted, dead);
        }
    }

    private void settle(String id, Expected.Counted counted, boolean dead) {
        int effects = outcomes.effectsOf(id);
        if (effects > 1) {
            twice.add(id);
        }
        if (effects > 0 && counted.refused()) {
            wrong.add(id + ": an effect, though its handler refuses it");
        }
        if (!dead) {
            add(counted);
            if (counted.followedUp()) {
                settleFollowUp(id, counted);
            }
        }
    }

    private void settleFollowUp(String id, Expected.Counted counted) {
        int effects = outcomes.followUpsOf(id);
        boolean dead = outcomes.deadFollowUps().contains(id);
        if (effects > 0) {
            followUps++;
        } else if (!dead) {
            lost.add("follow-up of " + id);
        }
        if (effects > 1) {
            twice.add("follow-up of " + id);
        }
        if (!dead) {
            add(counted);
        }
    }

    /** Nobody has promised that it arrives; if it did it has one effect. */
    private void settleUnconfirmed(String id, Expected expected) {
        if (expected instanceof Expected.Counted counted && outcomes.effectsOf(id) > 0) {
            settle(id, counted, false);
        }
    }

    /** What the counters must hold in the end. */
    private void add(Expected.Counted counted) {
        sums.merge(counted.counter(), (long) counted.amount(), Long::sum);
    }

    private boolean isSeen(String id, Expected expected) {
        if (expected instanceof Expected.Counted) {
            return outcomes.effectsOf(id) > 0;
        }
        if (expected instanceof Expected.JobSubmitted submitted) {
            return outcomes.job(submitted.job()) != null;
        }
        if (expected instanceof Expected.JobStarted started) {
            Outcomes.Job job = outcomes.job(started.job());
            return job != null && job.started();
        }
        Expected.JobEnded ended = (Expected.JobEnded) expected;
        Outcomes.Job job = outcomes.job(ended.job());
        return job != null && job.status().equals(ended.status());
    }

    private void compareSums() {
        Map<Integer, Long> found = new TreeMap<>(outcomes.counters());
        if (!found.equals(sums)) {
            wrong.add("counters are " + found + " and ought to be " + sums);
        }
    }
}
