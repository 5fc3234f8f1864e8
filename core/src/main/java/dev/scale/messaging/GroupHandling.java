package dev.scale.messaging;

import dev.scale.messaging.store.SqlFailure;
import dev.scale.messaging.store.Transactions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Brings a group's items to committed ends, whatever the handler does: whole, else bisected, else one by one. */
final class GroupHandling {

    private static final int MOST_CONFLICTS = 5;
    private static final Duration CONFLICT_PAUSE = Duration.ofMillis(20);

    private final Transactions transactions;
    private final GroupTransaction transaction;
    private final StopSignal stop;

    GroupHandling(Transactions transactions, GroupTransaction transaction, StopSignal stop) {
        this.transactions = transactions;
        this.transaction = transaction;
        this.stop = stop;
    }

    /** Returns when the ends are committed; throws {@link DatabaseOutage} when nothing is. */
    <C> Handled<C> handle(HandlerGroup<C> group, List<Item<C>> items) throws DatabaseOutage, InterruptedException {
        try {
            return committed(connection -> transaction.whole(connection, group, items));
        } catch (OwnFailure whole) {
            return items.size() == 1 ? end(Map.of(items.get(0), End.failed(whole.failure))) : bisect(group, items);
        }
    }

    /** Records ends that need no handler. */
    <C> Handled<C> end(Map<Item<C>, End> decided) throws DatabaseOutage, InterruptedException {
        try {
            return committed(connection -> transaction.ended(connection, decided));
        } catch (OwnFailure e) {
            // Dead letters can always be written: where one cannot, it is our tables that are at fault.
            throw new DatabaseOutage(e.failure);
        }
    }

    private <C> Handled<C> bisect(HandlerGroup<C> group, List<Item<C>> items)
            throws DatabaseOutage, InterruptedException {
        try {
            return committed(connection -> transaction.bisected(connection, group, items));
        } catch (OwnFailure e) {
            // The failure is out of the savepoints' reach; apart from each other the commands show whose it is.
            Handled<C> all = new Handled<>();
            for (Item<C> item : items) {
                all.add(handle(group, List.of(item)));
            }
            return all;
        }
    }

    private <C> Handled<C> committed(Transactions.Work<Handled<C>> work)
            throws DatabaseOutage, OwnFailure, InterruptedException {
        for (int conflicts = 1; ; conflicts++) {
            try {
                return transactions.run(work);
            } catch (OutOfMemoryError e) {
                throw e;
            } catch (Throwable e) {
                // Whatever it is (a framework's transactions throw what they like), it has to end somewhere.
                Throwable failure = e instanceof HandlerFailure thrown ? thrown.thrown() : e;
                if (stop.isAborting()) {
                    throw new InterruptedException("the worker is being closed");
                }
                if (failure instanceof Unavailable unavailable) {
                    throw unavailable;
                }
                SqlFailure kind = SqlFailure.of(failure);
                if (kind == SqlFailure.OUTAGE) {
                    throw new DatabaseOutage(failure);
                }
                if (kind == SqlFailure.OWN || conflicts == MOST_CONFLICTS) {
                    throw new OwnFailure(failure);
                }
                long pause = CONFLICT_PAUSE.toMillis() * conflicts;
                stop.await(Duration.ofMillis(ThreadLocalRandom.current().nextLong(pause / 2, pause + 1)));
            }
        }
    }

    /** A failure of what was executed. */
    private static final class OwnFailure extends Exception {

        private final Throwable failure;

        OwnFailure(Throwable failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
