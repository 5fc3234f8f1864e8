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
        ledger.confirmed().forEach((id, expected) -> {
            account.settle(id, expected);
            account.add(id, expected);
        });
        // Nobody has promised that these arrive, but who does has one effect.
        ledger.open().forEach(account::add);
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
        boolean dead = outcomes.deadLetters().contains(id);
        boolean seen = isSeen(id, expected);
        if (seen) {
            applied++;
        } else if (dead) {
            deadLettered++;
        } else {
            lost.add(id);
        }
        if (expected instanceof Expected.Counted counted && seen && (dead || counted.refused())) {
            wrong.add(id + ": an effect, and it is a dead letter or ought to be one");
        }
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

    /** What a counting command and its follow-up must have added. */
    private void add(String id, Expected expected) {
        if (expected instanceof Expected.Counted counted && outcomes.effectsOf(id) > 0) {
            long amount = counted.amount();
            if (outcomes.effectsOf(id) > 1) {
                twice.add(id);
            }
            if (counted.followedUp() && followUpOf(id)) {
                amount *= 2;
            }
            sums.merge(counted.counter(), amount, Long::sum);
        }
    }

    private boolean followUpOf(String id) {
        int found = outcomes.followUpsOf(id);
        if (found > 0) {
            followUps++;
            if (found > 1) {
                twice.add("follow-up of " + id);
            }
        } else if (!outcomes.deadFollowUps().contains(id)) {
            lost.add("follow-up of " + id);
        }
        return found > 0;
    }

    private void compareSums() {
        Map<Integer, Long> found = new TreeMap<>(outcomes.counters());
        if (!found.equals(sums)) {
            wrong.add("counters are " + found + " and ought to be " + sums);
        }
    }
}
