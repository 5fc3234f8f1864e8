package dev.scale.messaging;

import dev.scale.messaging.store.TransactionLimits;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What happens in one transaction of a group: limits, claim, handling, ends. The handling is whole on the first run, and
 * bisected once the whole is known to fail, since savepoints are dear and failures rare.
 */
final class GroupTransaction {

    private static final End OLDER_THAN_MEMORY =
            End.refused("older than memory: it was published so long ago that it may"
                    + " have been handled and forgotten; replay it if it was not");

    private final TransactionLimits limits;
    private final TryLimits tries;
    private final Ends ends;
    private final Marks marks;
    private final Tracing tracing;
    private final StopSignal stop;

    GroupTransaction(
            TransactionLimits limits, TryLimits tries, Ends ends, Marks marks, Tracing tracing, StopSignal stop) {
        this.limits = limits;
        this.tries = tries;
        this.ends = ends;
        this.marks = marks;
        this.tracing = tracing;
        this.stop = stop;
    }

    /** The same with little patience for locks. */
    GroupTransaction hasty() {
        return new GroupTransaction(limits.hasty(), tries, ends, marks, tracing, stop);
    }

    <C> Handled<C> whole(Connection connection, HandlerGroup<C> group, List<Item<C>> items) throws SQLException {
        return run(connection, group, items, HandlerCall::of);
    }

    <C> Handled<C> bisected(Connection connection, HandlerGroup<C> group, List<Item<C>> items) throws SQLException {
        return run(connection, group, items, (call, free) -> new Bisection<>(call, stop).handle(free));
    }

    private <C> Handled<C> run(Connection connection, HandlerGroup<C> group, List<Item<C>> items, Handling<C> handling)
            throws SQLException {
        TransactionLimits.Begun begun = limits.set(connection);
        Instant now = begun.now();
        Claims<C> claims = Claims.make(connection, items, group.idempotent(), now.minus(tries.oldest()));
        Handled<C> handled = known(claims);
        if (!claims.free().isEmpty()) {
            handled.add(handling.of(new HandlerCall<>(connection, group, tracing, now), List.copyOf(claims.free())));
        }
        return record(connection, begun, handled, claims, new NextTry(retry(group), tries.earlyLimit(), now));
    }

    private RetryPolicy retry(HandlerGroup<?> group) {
        return group.retry().orElse(tries.retry());
    }

    /** Ends items of a group without its handler. */
    <C> Handled<C> ended(Connection connection, HandlerGroup<C> group, Map<Item<C>, End> decided) throws SQLException {
        return ended(connection, retry(group), decided);
    }

    /** Ends items that belong to no group. */
    <C> Handled<C> ended(Connection connection, Map<Item<C>, End> decided) throws SQLException {
        return ended(connection, tries.retry(), decided);
    }

    private <C> Handled<C> ended(Connection connection, RetryPolicy retry, Map<Item<C>, End> decided)
            throws SQLException {
        TransactionLimits.Begun begun = limits.set(connection);
        Instant now = begun.now();
        Claims<C> claims = Claims.make(connection, List.copyOf(decided.keySet()), body -> false, Instant.MIN);
        Handled<C> handled = known(claims);
        claims.free().forEach(item -> handled.ends().put(item, decided.get(item)));
        return record(connection, begun, handled, claims, new NextTry(retry, tries.earlyLimit(), now));
    }

    private <C> Handled<C> record(
            Connection connection, TransactionLimits.Begun begun, Handled<C> handled, Claims<C> claims, NextTry next)
            throws SQLException {
        Handled<C> recorded = ends.record(connection, handled, claims, next);
        marks.clear(connection, recorded.ends());
        TransactionLimits.prepareCommit(connection, begun);
        return recorded;
    }

    private static <C> Handled<C> known(Claims<C> claims) {
        Handled<C> handled = new Handled<>();
        handled.ends().putAll(claims.settled());
        claims.forgettable().forEach(item -> handled.ends().put(item, OLDER_THAN_MEMORY));
        return handled;
    }

    private interface Handling<C> {
        Handled<C> of(HandlerCall<C> call, List<Item<C>> items) throws SQLException;
    }
}
