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

    /** Long enough for a batch of ours to commit, short enough that a stranger does not stop the worker. */
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(2);

    private static final Duration HASTY_LOCK_LIMIT = Duration.ofMillis(50);

    private final Duration handleLimit;
    private final Duration lockLimit;
    private final Ends ends;
    private final StopSignal stop;

    GroupTransaction(Duration handleLimit, Ends ends, StopSignal stop) {
        this(handleLimit, shorter(LOCK_LIMIT, handleLimit.dividedBy(2)), ends, stop);
    }

    private GroupTransaction(Duration handleLimit, Duration lockLimit, Ends ends, StopSignal stop) {
        this.handleLimit = handleLimit;
        this.lockLimit = lockLimit;
        this.ends = ends;
        this.stop = stop;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The same with little patience for locks, for use where it is known that somebody holds one. */
    GroupTransaction hasty() {
        return new GroupTransaction(handleLimit, shorter(HASTY_LOCK_LIMIT, lockLimit), ends, stop);
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
        TransactionLimits.set(connection, handleLimit, lockLimit, handleLimit);
        Claims<C> claims = Claims.make(connection, items, idempotent);
        Map<Item<C>, End> all = new LinkedHashMap<>(claims.settled());
        if (!claims.free().isEmpty()) {
            all.putAll(handling.of(List.copyOf(claims.free())));
        }
        return ends.record(connection, all, claims);
    }
}
