package dev.scale.messaging;

import dev.scale.messaging.store.OutboxMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a handler made of items.
 *
 * @param ends an end for each
 * @param followUps the commands that follow
 * @param withoutEffect how many parts of the commands had nothing to act on, by reason
 */
record Handled<C>(Map<Item<C>, End> ends, List<OutboxMessage> followUps, Map<String, Integer> withoutEffect) {

    Handled() {
        this(new LinkedHashMap<>(), new ArrayList<>(), new LinkedHashMap<>());
    }

    static <C> Handled<C> ended(Item<C> item, End end) {
        return new Handled<>(Map.of(item, end), List.of(), Map.of());
    }

    void add(Handled<C> other) {
        ends.putAll(other.ends);
        followUps.addAll(other.followUps);
        other.withoutEffect.forEach((reason, parts) -> withoutEffect.merge(reason, parts, Integer::sum));
    }
}
