package dev.scale.messaging;

import dev.scale.messaging.store.Inbox;
import dev.scale.messaging.store.Try;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which items of a group may be handled.
 *
 * @param free to be handled, in order; those claimed in the inbox and those that need no claim
 * @param claimed the keys of the free items that were claimed
 * @param settled ended before, or the same try with another body: not to be handled
 */
record Claims<C>(List<Item<C>> free, Map<Item<C>, Try> claimed, Map<Item<C>, End> settled) {

    static final End ANOTHER_BODY = End.deadLetter(
            "another command has been handled under the same message id and try: ids must not be reused");

    /** Claims the tries of those items that need the inbox: all but the idempotent ones and those without an id. */
    static <C> Claims<C> make(Connection connection, List<Item<C>> items, Predicate<C> idempotent) throws SQLException {
        Map<Item<C>, Try> needed = new LinkedHashMap<>();
        for (Item<C> item : items) {
            Optional<Try> key =
                    item.hasHandler() && idempotent.test(item.command().body()) ? Optional.empty() : item.tryOf();
            key.ifPresent(one -> needed.put(item, one));
        }
        Claims<C> claims = new Claims<>(new ArrayList<>(items), new LinkedHashMap<>(), new LinkedHashMap<>());
        if (!needed.isEmpty()) {
            claims.claim(connection, needed, Inbox.Ending.DONE);
        }
        return claims;
    }

    /** Claims more tries, which then are ours or leave the free ones. */
    void claim(Connection connection, Map<Item<C>, Try> wanted, Inbox.Ending ending) throws SQLException {
        Map<Item<C>, Try> first = new LinkedHashMap<>();
        Map<String, Try> byKey = new HashMap<>();
        wanted.forEach((item, key) -> {
            // The same try may be in one batch twice; the first of the two speaks for both.
            Try other = byKey.putIfAbsent(key.number() + ":" + key.messageId(), key);
            if (other == null) {
                first.put(item, key);
            } else {
                settle(item, other.sameAs(key) ? End.DUPLICATE : ANOTHER_BODY);
            }
        });
        List<Item<C>> asked = List.copyOf(first.keySet());
        List<Inbox.Claim> answers = Inbox.claim(connection, List.copyOf(first.values()), ending);
        for (int i = 0; i < asked.size(); i++) {
            Item<C> item = asked.get(i);
            switch (answers.get(i)) {
                case OURS -> claimed.put(item, first.get(item));
                case ENDED -> settle(item, End.DUPLICATE);
                case ANOTHER_BODY -> settle(item, ANOTHER_BODY);
            }
        }
    }

    private void settle(Item<C> item, End end) {
        free.remove(item);
        settled.put(item, end);
    }
}
