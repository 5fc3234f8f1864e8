package dev.scale.messaging;

import dev.scale.messaging.store.TypeLoad;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Counts by command type what a worker has ended, how long that took, and what failed last. Thread-safe. */
final class TypeTally {

    /** Types without a handler here, and unreadable commands, together: anybody may send any number of them. */
    static final String OTHER = "(other)";

    private static final int LONGEST_ERROR = 300;
    private static final long BETWEEN_NEWS = Duration.ofSeconds(10).toNanos();
    private static final long BETWEEN_REPETITIONS = Duration.ofMinutes(1).toNanos();

    private final Predicate<String> taken;
    private final LongSupplier clock;
    private final Map<String, Count> counts = new TreeMap<>();
    private long lastLook;
    private @Nullable Long toldAt;
    private Map<String, TypeLoad> told = Map.of();

    /** @param taken tells the types that have a handler here */
    TypeTally(Predicate<String> taken, LongSupplier clock) {
        this.taken = taken;
        this.clock = clock;
        lastLook = clock.getAsLong();
    }

    private static final class Count {
        private final RecentRate rate;
        private long commands;
        private long failed;
        private long deadLetters;
        private double seconds;
        private @Nullable String lastError;
        private long lastErrorNanos;

        Count(long nanos) {
            rate = new RecentRate(nanos);
        }

        void failed(String reason, long now) {
            failed++;
            lastError = OneLine.of(reason, LONGEST_ERROR);
            lastErrorNanos = now;
        }

        TypeLoad load(long now) {
            return new TypeLoad(
                    commands,
                    failed,
                    deadLetters,
                    seconds,
                    rate.perSecond(now, commands),
                    lastError,
                    lastError == null ? null : Duration.ofNanos(now - lastErrorNanos));
        }
    }

    /** These have ended in one transaction, which took so long. */
    synchronized void ended(Map<? extends Item<?>, End> ends, Duration took) {
        long now = clock.getAsLong();
        double share = ends.isEmpty() ? 0 : took.toNanos() / 1e9 / ends.size();
        ends.forEach((item, end) -> {
            String name = item.typeName();
            String type = name != null && taken.test(name) ? name : OTHER;
            Count count = counts.computeIfAbsent(type, unknown -> new Count(lastLook));
            count.commands++;
            count.seconds += share;
            for (@Nullable End part = end; part != null; part = part.beside()) {
                note(count, part.outcome(), now);
            }
        });
    }

    private static void note(Count count, Outcome outcome, long now) {
        if (outcome instanceof Outcome.DeadLetter dead) {
            count.deadLetters++;
            count.failed(dead.reason(), now);
        } else if (outcome instanceof Outcome.Later later && later.why() == Outcome.Why.FAILED) {
            count.failed(later.reason(), now);
        }
    }

    /**
     * What there is so far, where it is worth telling: at most every ten seconds, and where nothing has changed every minute,
     * in case somebody did not hear; else null. For one thread.
     */
    synchronized @Nullable Map<String, TypeLoad> news() {
        long now = clock.getAsLong();
        if (toldAt != null && now - toldAt < BETWEEN_NEWS) {
            return null;
        }
        Map<String, TypeLoad> loads = loads();
        if (toldAt != null
                && now - toldAt < BETWEEN_REPETITIONS
                && untimed(loads).equals(untimed(told))) {
            return null;
        }
        toldAt = now;
        told = loads;
        return loads;
    }

    /** Without what changes as time passes, though nothing happens. */
    private static Map<String, TypeLoad> untimed(Map<String, TypeLoad> loads) {
        Map<String, TypeLoad> untimed = new TreeMap<>();
        loads.forEach((type, load) -> untimed.put(type, load.untimed()));
        return untimed;
    }

    private Map<String, TypeLoad> loads() {
        long now = clock.getAsLong();
        Map<String, TypeLoad> loads = new TreeMap<>();
        counts.forEach((type, count) -> loads.put(type, count.load(now)));
        lastLook = now;
        return loads;
    }
}
