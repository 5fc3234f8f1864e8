package dev.scale.messaging;

import dev.scale.messaging.store.TransactionLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What happens in one transaction of a group: limits, claim, handling, ends. The handling is whole on the first run, and
 * bisected once the whole is known to fail, since savepoints are dear and failures rare.
 */
final class GroupTransaction {

    private final Duration handleLimit;
    private final Ends ends;
    private final Marks marks;
    private final StopSignal stop;

    GroupTransaction(Duration handleLimit, Ends ends, Marks marks, StopSignal stop) {
        this.handleLimit = handleLimit;
        this.ends = ends;
        this.marks = marks;
        this.stop = stop;
    }

    <C> Map<Item<C>, End> whole(Connection connection, HandlerGroup<C> group, List<Item<C>> items) throws SQLException {
        return run(
                connection,
                items,
                group.idempotent(),
                free -> Bisection.callHandler(connection, group.handler(), free));
    }

    <C> Map<Item<C>, End> bisected(Connection connection, HandlerGroup<C> group, List<Item<C>> items)
            throws SQLException {
        return run(
                connection,
                items,
                group.idempotent(),
                free -> new Bisection<>(connection, group.handler(), stop).halves(free));
    }

    /** Ends items without their handler. */
    <C> Map<Item<C>, End> ended(Connection connection, Map<Item<C>, End> decided) throws SQLException {
        return run(connection, List.copyOf(decided.keySet()), body -> false, free -> {
            Map<Item<C>, End> chosen = new LinkedHashMap<>(decided);
            chosen.keySet().retainAll(free);
            return chosen;
        });
    }

    private interface Handling<C> {
        Map<Item<C>, End> of(List<Item<C>> items) throws SQLException;
    }

    private <C> Map<Item<C>, End> run(
            Connection connection, List<Item<C>> items, Predicate<C> idempotent, Handling<C> handling)
            throws SQLException {
        // A handler at its limit is interrupted, which it should live to see: its session ends later.
        TransactionLimits.set(connection, handleLimit, handleLimit.dividedBy(2), handleLimit.multipliedBy(2));
        Claims<C> claims = Claims.make(connection, items, idempotent);
        Map<Item<C>, End> all = new LinkedHashMap<>(claims.settled());
        if (!claims.free().isEmpty()) {
            all.putAll(handling.of(List.copyOf(claims.free())));
        }
        Map<Item<C>, End> recorded = ends.record(connection, all, claims);
        marks.clear(connection, recorded);
        return recorded;
    }
}
