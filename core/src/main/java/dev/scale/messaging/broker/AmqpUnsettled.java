package dev.scale.messaging.broker;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The deliveries of one channel that the broker waits for, by tag. Not thread-safe. */
final class AmqpUnsettled {

    private final TreeMap<Long, Integer> sizes = new TreeMap<>();
    private long bytes;

    /** One acknowledgement: of a tag, or of all up to it. */
    record Settlement(long tag, boolean multiple) {}

    void add(long tag, int size) {
        sizes.put(tag, size);
        bytes += size;
    }

    int count() {
        return sizes.size();
    }

    /** How many are newer than a tag. */
    int countAfter(long tag) {
        return sizes.tailMap(tag, false).size();
    }

    long bytes() {
        return bytes;
    }

    /** The newest tag, 0 where there is none. */
    long newest() {
        return sizes.isEmpty() ? 0 : sizes.lastKey();
    }

    /** The fewest acknowledgements that settle exactly these tags: one for all that nothing unsettled stands before. */
    List<Settlement> settle(Set<Long> tags) {
        Set<Long> wanted = new HashSet<>(tags);
        wanted.retainAll(sizes.keySet());
        List<Settlement> settlements = new ArrayList<>();
        long prefix = 0;
        Iterator<Map.Entry<Long, Integer>> oldestFirst = sizes.entrySet().iterator();
        while (oldestFirst.hasNext() && !wanted.isEmpty()) {
            Map.Entry<Long, Integer> next = oldestFirst.next();
            if (!wanted.remove(next.getKey())) {
                break;
            }
            prefix = next.getKey();
            bytes -= next.getValue();
            oldestFirst.remove();
        }
        if (prefix > 0) {
            settlements.add(new Settlement(prefix, true));
        }
        for (long tag : wanted) {
            Integer size = sizes.remove(tag);
            bytes -= size == null ? 0 : size;
            settlements.add(new Settlement(tag, false));
        }
        return settlements;
    }
}
