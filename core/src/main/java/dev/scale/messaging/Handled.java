package dev.scale.messaging;

import dev.scale.messaging.store.OutboxMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a handler made of items: an end for each, and the commands that follow. */
record Handled<C>(Map<Item<C>, End> ends, List<OutboxMessage> followUps) {

    Handled() {
        this(new LinkedHashMap<>(), new ArrayList<>());
    }

    static <C> Handled<C> ended(Item<C> item, End end) {
        return new Handled<>(Map.of(item, end), List.of());
    }

    void add(Handled<C> other) {
        ends.putAll(other.ends);
        followUps.addAll(other.followUps);
    }
}
