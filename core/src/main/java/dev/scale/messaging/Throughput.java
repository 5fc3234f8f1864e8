package dev.scale.messaging;

import dev.scale.messaging.store.WorkerLoad;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Counts the commands that a worker has ended, and how many a second it ends lately. Passes on what it hears. */
final class Throughput implements WorkerListener {

    private static final long LATELY = Duration.ofSeconds(10).toNanos();

    private final int threads;
    private final WorkerListener next;
    private final LongSupplier clock;
    private final LongAdder commands = new LongAdder();
    /** Looks, the oldest first: it is the last that is older than "lately", or the first of all. */
    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(long nanos, long commands) {}

    Throughput(int threads, WorkerListener next, LongSupplier clock) {
        this.threads = threads;
        this.next = next;
        this.clock = clock;
        looks.add(new Look(clock.getAsLong(), 0));
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
        next.committed(group, ended, at);
    }

    /** For one thread. */
    WorkerLoad load() {
        Look now = new Look(clock.getAsLong(), commands.sum());
        looks.addLast(now);
        while (looks.size() > 2 && now.nanos() - second().nanos() >= LATELY) {
            looks.removeFirst();
        }
        Look before = looks.getFirst();
        double seconds = (now.nanos() - before.nanos()) / 1e9;
        double perSecond = seconds <= 0 ? 0 : (now.commands() - before.commands()) / seconds;
        return new WorkerLoad(threads, now.commands(), perSecond);
    }

    private Look second() {
        return looks.stream().skip(1).findFirst().orElseThrow();
    }
}
