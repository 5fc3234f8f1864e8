package dev.scale.messaging;

import dev.scale.messaging.Commits.Uncommitted;
import dev.scale.messaging.store.SqlFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the items because of which a group's batch cannot be committed, and commits the others: bisects within one
 * transaction where savepoints can undo the failure, and halves into transactions of their own where they cannot.
 */
final class BlameSearch<C> {

    /** When so many wait alone for locks of others and nothing is committed, all of it waits. */
    private static final int ENOUGH = 16;

    private static final Duration PUT_OFF = Duration.ofSeconds(1);

    private final Commits commits;
    private final GroupTransaction transaction;
    private final HandlerGroup<C> group;

    private final Handled<C> ended = new Handled<>();
    private final List<Item<C>> locked = new ArrayList<>();
    private int claimedElsewhere;

    BlameSearch(Commits commits, GroupTransaction transaction, HandlerGroup<C> group) {
        this.commits = commits;
        this.transaction = transaction;
        this.group = group;
    }

    /** Returns what is committed; throws {@link DatabaseOutage} when nothing is. */
    Handled<C> among(List<Item<C>> items, Uncommitted why) throws DatabaseOutage, InterruptedException {
        try {
            narrow(items, why);
            if (ended.ends().isEmpty()) {
                commits.requireWell(why.failure());
            }
            if (ended.ends().isEmpty() && locked.size() > 1) {
                throw new DatabaseOutage(why.failure());
            }
            for (Item<C> item : locked) {
                end(item, End.putOff("locked by another transaction", PUT_OFF));
            }
        } catch (DatabaseOutage e) {
            if (ended.ends().isEmpty()) {
                throw e;
            }
        }
        return ended;
    }

    private void narrow(List<Item<C>> items, Uncommitted why) throws DatabaseOutage, InterruptedException {
        if (items.size() == 1) {
            decide(items.get(0), why);
        } else if (why.kind() == SqlFailure.OWN && Bisection.canUndo(why.failure())) {
            bisect(items);
        } else {
            halve(items);
        }
    }

    private void bisect(List<Item<C>> items) throws DatabaseOutage, InterruptedException {
        try {
            ended.add(commits.run(connection -> transaction.bisected(connection, group, items), 1));
        } catch (Uncommitted e) {
            halve(items);
        }
    }

    private void halve(List<Item<C>> items) throws DatabaseOutage, InterruptedException {
        part(items.subList(0, items.size() / 2));
        part(items.subList(items.size() / 2, items.size()));
    }

    private void part(List<Item<C>> items) throws DatabaseOutage, InterruptedException {
        if (ended.ends().isEmpty() && locked.size() + claimedElsewhere >= ENOUGH) {
            return;
        }
        int contradictions = items.size() == 1 ? Commits.CONTRADICTIONS : 1;
        try {
            ended.add(commits.run(connection -> transaction.whole(connection, group, items), contradictions));
        } catch (Uncommitted e) {
            narrow(items, e);
        }
    }

    private void decide(Item<C> item, Uncommitted why) throws DatabaseOutage, InterruptedException {
        switch (why.kind()) {
            case LOCKED -> {
                if (why.inHandler()) {
                    locked.add(item);
                } else {
                    // Its claim is in another process's hand, which will end it: it stays unsettled here.
                    claimedElsewhere++;
                }
            }
            case CONFLICT -> end(item, End.putOff("in conflict with other transactions", PUT_OFF));
            case OWN, OUTAGE, STALE_PLAN -> end(item, End.failed(why.failure()));
        }
    }

    private void end(Item<C> item, End end) throws DatabaseOutage, InterruptedException {
        try {
            ended.add(commits.run(connection -> transaction.ended(connection, group, Map.of(item, end)), 1));
        } catch (Uncommitted e) {
            // An end can always be recorded: where one cannot, it is our tables that are at fault.
            throw new DatabaseOutage(e.failure());
        }
    }
}
