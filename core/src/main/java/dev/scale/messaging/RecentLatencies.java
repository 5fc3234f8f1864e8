package dev.scale.messaging;

import dev.scale.messaging.store.Latencies;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.LongSupplier;

/**
 * Counts how long the commands of the last seconds took from sending to commit, and passes on what it hears. Of a batch it
 * looks at a few, evenly spread, that stand for the others. Thread-safe; where a slice of time begins a count may be lost.
 */
final class RecentLatencies implements WorkerListener {

    private static final int SLICES = 5;
    private static final long SLICE = Latencies.SPAN.toNanos() / SLICES;
    private static final int MOST_OF_A_BATCH = 16;

    private final WorkerListener next;
    private final LongSupplier clock;
    private final AtomicIntegerArray[] slices = new AtomicIntegerArray[SLICES + 1];
    private long slice;

    RecentLatencies(WorkerListener next, LongSupplier clock) {
        this.next = next;
        this.clock = clock;
        for (int i = 0; i < slices.length; i++) {
            slices[i] = new AtomicIntegerArray(Latencies.BUCKETS);
        }
        slice = Math.floorDiv(clock.getAsLong(), SLICE);
    }

    @Override
    public void receiving() {
        next.receiving();
    }

    @Override
    public void withoutEffect(String group, Map<String, Integer> parts) {
        next.withoutEffect(group, parts);
    }

    @Override
    public void committed(String group, List<Ended> commands, Instant at) {
        if (!commands.isEmpty()) {
            count(commands, at);
        }
        next.committed(group, commands, at);
    }

    private void count(List<Ended> commands, Instant at) {
        AtomicIntegerArray counts = now();
        int looks = Math.min(commands.size(), MOST_OF_A_BATCH);
        for (int look = 0; look < looks; look++) {
            int from = (int) ((long) look * commands.size() / looks);
            int to = (int) ((look + 1L) * commands.size() / looks);
            int bucket = commands.get(from)
                    .command()
                    .sent()
                    .map(sent -> Latencies.bucket(Duration.between(sent, at)))
                    .orElse(0);
            counts.addAndGet(bucket, to - from);
        }
    }

    /** The slice of now; those that have passed meanwhile are empty. */
    private synchronized AtomicIntegerArray now() {
        long current = Math.floorDiv(clock.getAsLong(), SLICE);
        for (long passed = Math.max(slice + 1, current - SLICES); passed <= current; passed++) {
            slices[Math.floorMod(passed, slices.length)] = new AtomicIntegerArray(Latencies.BUCKETS);
        }
        slice = Math.max(slice, current);
        return slices[Math.floorMod(slice, slices.length)];
    }

    /** Of the last whole slices. */
    synchronized Latencies latencies() {
        AtomicIntegerArray current = now();
        int[] sums = new int[Latencies.BUCKETS];
        for (AtomicIntegerArray counts : slices) {
            for (int i = 0; counts != current && i < sums.length; i++) {
                sums[i] += counts.get(i);
            }
        }
        return new Latencies(sums);
    }
}
