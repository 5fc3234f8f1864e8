package dev.scale.messaging;

import dev.scale.messaging.store.WorkerLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Counts the commands that a worker has ended, and how many a second it ends lately. Passes on what it hears. */
final class Throughput implements WorkerListener {

    private final int threads;
    private final WorkerListener next;
    private final LongSupplier clock;
    private final LongAdder commands = new LongAdder();
    private final RecentRate rate;
    private volatile @Nullable LastBatch last;

    private record LastBatch(int commands, long nanos) {}

    Throughput(int threads, WorkerListener next, LongSupplier clock) {
        this.threads = threads;
        this.next = next;
        this.clock = clock;
        rate = new RecentRate(clock.getAsLong());
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
    public void committed(String group, List<Ended> ended, Instant at) {
        commands.add(ended.size());
        last = new LastBatch(ended.size(), clock.getAsLong());
        next.committed(group, ended, at);
    }

    /** For one thread. */
    WorkerLoad load() {
        long now = clock.getAsLong();
        long ended = commands.sum();
        LastBatch batch = last;
        WorkerLoad load = new WorkerLoad(threads, ended, rate.perSecond(now, ended));
        return batch == null ? load : load.withLastBatch(batch.commands(), Duration.ofNanos(now - batch.nanos()));
    }
}
