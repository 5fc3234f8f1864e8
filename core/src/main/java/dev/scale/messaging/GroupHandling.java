package dev.scale.messaging;

import dev.scale.messaging.Commits.Uncommitted;
import java.util.List;
import java.util.Map;

/** Brings a group's items to committed ends, whatever the handler does: whole, else by looking for those to blame. */
final class GroupHandling {

    private final Commits commits;
    private final GroupTransaction transaction;

    GroupHandling(Commits commits, GroupTransaction transaction) {
        this.commits = commits;
        this.transaction = transaction;
    }

    /**
     * Returns what is committed; throws {@link DatabaseOutage} when nothing is. Items without an end are to be tried again
     * in place: another process has claimed them, or the database went away in between.
     */
    <C> Handled<C> handle(HandlerGroup<C> group, List<Item<C>> items) throws DatabaseOutage, InterruptedException {
        try {
            return commits.run(connection -> transaction.whole(connection, group, items), Commits.CONTRADICTIONS);
        } catch (Uncommitted e) {
            return new BlameSearch<>(commits, transaction.hasty(), group).among(items, e);
        }
    }

    /** Records ends that need no handler. */
    <C> Handled<C> end(Map<Item<C>, End> decided) throws DatabaseOutage, InterruptedException {
        try {
            return commits.run(connection -> transaction.ended(connection, decided), 1);
        } catch (Uncommitted e) {
            // Ends can always be recorded: where one cannot, it is our tables that are at fault.
            throw new DatabaseOutage(e.failure());
        }
    }
}
