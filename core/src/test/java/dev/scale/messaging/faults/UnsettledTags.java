package dev.scale.messaging.faults;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** What a client holds of one connection, as seen between it and the server. Thread-safe. */
final class UnsettledTags {

    private final Map<Integer, TreeSet<Long>> byChannel = new HashMap<>();
    private int most;
    private int strange;

    synchronized void delivered(int channel, long tag) {
        byChannel.computeIfAbsent(channel, number -> new TreeSet<>()).add(tag);
        most = Math.max(
                most, byChannel.values().stream().mapToInt(TreeSet::size).sum());
    }

    synchronized void acknowledged(int channel, long tag, boolean multiple) {
        TreeSet<Long> tags = byChannel.getOrDefault(channel, new TreeSet<>());
        if (!tags.contains(tag)) {
            strange++;
        } else if (multiple) {
            tags.headSet(tag, true).clear();
        } else {
            tags.remove(tag);
        }
    }

    /** The most that were unsettled at one time, on all channels together. */
    synchronized int most() {
        return most;
    }

    /** How many acknowledgements were of tags that were not unsettled on their channel. */
    synchronized int strange() {
        return strange;
    }
}
