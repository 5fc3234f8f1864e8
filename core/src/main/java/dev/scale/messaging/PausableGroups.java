package dev.scale.messaging;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Handles groups of which each may be paused without holding up the others. */
final class PausableGroups {

    private final GroupHandling groups;
    private final InstantSource clock;
    private final Map<String, GroupPause> pauses = new ConcurrentHashMap<>();

    PausableGroups(GroupHandling groups, InstantSource clock) {
        this.groups = groups;
        this.clock = clock;
    }

    /** Brings the items to committed ends: handled, or put off while their group is paused. */
    <C> Handled<C> handle(HandlerGroup<C> group, List<Item<C>> items) throws DatabaseOutage, InterruptedException {
        GroupPause pause = pauses.computeIfAbsent(group.name(), name -> new GroupPause(name, clock));
        if (!pause.isPaused()) {
            return watched(group, items, pause);
        }
        Handled<C> all = new Handled<>();
        for (Map.Entry<String, List<Item<C>>> type : byType(items).entrySet()) {
            all.add(handle(group, type.getKey(), type.getValue(), pause));
        }
        return all;
    }

    /** Each type by itself: one that works is not held up by those that do not. */
    private <C> Handled<C> handle(HandlerGroup<C> group, String type, List<Item<C>> items, GroupPause pause)
            throws DatabaseOutage, InterruptedException {
        if (!pause.isPaused()) {
            return watched(group, items, pause);
        }
        if (!pause.takeProbe(type)) {
            return putOff(items, pause);
        }
        Item<C> probe = probe(items);
        Handled<C> all = new Handled<>();
        all.add(watched(group, List.of(probe), pause));
        List<Item<C>> rest = new ArrayList<>(items);
        rest.remove(probe);
        if (!rest.isEmpty()) {
            all.add(pause.isPaused() ? putOff(rest, pause) : watched(group, rest, pause));
        }
        return all;
    }

    /** What has failed before says least about its group. */
    private static <C> Item<C> probe(List<Item<C>> items) {
        return items.stream().filter(item -> item.attempt() == 1).findFirst().orElse(items.get(0));
    }

    private static <C> Map<String, List<Item<C>>> byType(List<Item<C>> items) {
        return items.stream()
                .collect(
                        Collectors.groupingBy(item -> item.envelope().type(), LinkedHashMap::new, Collectors.toList()));
    }

    /** Records ends that need no handler. */
    <C> Handled<C> end(Map<Item<C>, End> decided) throws DatabaseOutage, InterruptedException {
        return groups.end(decided);
    }

    private <C> Handled<C> watched(HandlerGroup<C> group, List<Item<C>> items, GroupPause pause)
            throws DatabaseOutage, InterruptedException {
        try {
            Handled<C> handled = groups.handle(group, items);
            pause.ended(handled.ends());
            return handled;
        } catch (Unavailable e) {
            pause.unavailable(e, byType(items).keySet());
            return putOff(items, pause);
        }
    }

    private <C> Handled<C> putOff(List<Item<C>> items, GroupPause pause) throws DatabaseOutage, InterruptedException {
        Map<Item<C>, End> ends = new LinkedHashMap<>();
        items.forEach(item -> ends.put(item, End.putOff("its handler group is paused", pause.delay())));
        return groups.end(ends);
    }
}
