package dev.scale.messaging;

import dev.scale.messaging.store.Inbox;
import dev.scale.messaging.store.Try;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Which items of a group may be handled.
 *
 * @param free to be handled, in order; those claimed in the inbox and those that need no claim
 * @param claimed the keys of the free items that were claimed
 * @param settled ended before, or the same try with another body: not to be handled
 * @param forgettable published so long ago that their end may have been forgotten: not to be handled
 */
record Claims<C>(List<Item<C>> free, Map<Item<C>, Try> claimed, Map<Item<C>, End> settled, List<Item<C>> forgettable) {

    static final End ANOTHER_BODY =
            End.refused("another command has been handled under the same message id and try: ids must not be reused");

    /**
     * Claims the tries of those items that need the inbox: all but the idempotent ones and those without an id.
     *
     * @param oldest what was published before may have ended and been forgotten
     */
    static <C> Claims<C> make(Connection connection, List<Item<C>> items, Predicate<C> idempotent, Instant oldest)
            throws SQLException {
        Claims<C> claims =
                new Claims<>(new ArrayList<>(items), new LinkedHashMap<>(), new LinkedHashMap<>(), new ArrayList<>());
        Map<Item<C>, Try> needed = new LinkedHashMap<>();
        for (Item<C> item : items) {
            if (item.hasHandler() && idempotent.test(item.command().body())) {
                continue;
            }
            if (item.publishedBefore(oldest)) {
                claims.free.remove(item);
                claims.forgettable.add(item);
            } else {
                item.tryOf().ifPresent(one -> needed.put(item, one));
            }
        }
        claims.claim(connection, needed, item -> Inbox.Ending.DONE);
        return claims;
    }

    /** Whether nothing is known of it yet: neither claimed nor ended. */
    boolean isUnclaimed(Item<C> item) {
        return !claimed.containsKey(item) && !settled.containsKey(item);
    }

    /** Claims more tries, which then are ours or leave the free ones. */
    void claim(Connection connection, Map<Item<C>, Try> wanted, Function<Item<C>, Inbox.Ending> ending)
            throws SQLException {
        if (wanted.isEmpty()) {
            return;
        }
        // The same try may be in one batch several times: one claim answers for all of them.
        Map<Try, List<Item<C>>> byKey = new TreeMap<>();
        wanted.forEach((item, key) ->
                byKey.computeIfAbsent(key, unused -> new ArrayList<>()).add(item));
        List<List<Item<C>>> asked = List.copyOf(byKey.values());
        List<Inbox.Wanted> keys = byKey.entrySet().stream()
                .map(one -> new Inbox.Wanted(
                        one.getKey(), ending.apply(one.getValue().get(0))))
                .toList();
        List<Inbox.Claim> answers = Inbox.claim(connection, keys);
        for (int i = 0; i < answers.size(); i++) {
            answered(answers.get(i), keys.get(i).key(), asked.get(i));
        }
    }

    private void answered(Inbox.Claim answer, Try key, List<Item<C>> items) {
        int first = 0;
        if (answer.ours()) {
            claimed.put(items.get(0), key);
            first = 1;
        }
        for (Item<C> other : items.subList(first, items.size())) {
            boolean same = Arrays.equals(
                    answer.bodySha256(), Try.sha256(other.delivery().body()));
            settle(other, same ? End.DUPLICATE : ANOTHER_BODY);
        }
    }

    private void settle(Item<C> item, End end) {
        free.remove(item);
        settled.put(item, end);
    }
}
