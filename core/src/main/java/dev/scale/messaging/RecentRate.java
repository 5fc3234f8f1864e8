package dev.scale.messaging;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** By how much a count has grown a second, over the last ten seconds. For one thread. */
final class RecentRate {

    private static final long LATELY = Duration.ofSeconds(10).toNanos();

    /** Looks, the oldest first: it is the last that is older than "lately", or the first of all. */
    private final Deque<Look> looks = new ArrayDeque<>();

    private record Look(long nanos, long count) {}

    /** @param nanos when the count was 0 */
    RecentRate(long nanos) {
        looks.add(new Look(nanos, 0));
    }

    /** The rate up to now, when the count is this. */
    double perSecond(long nanos, long count) {
        Look now = new Look(nanos, count);
        looks.addLast(now);
        while (looks.size() > 2 && now.nanos() - second().nanos() >= LATELY) {
            looks.removeFirst();
        }
        Look before = looks.getFirst();
        double seconds = (now.nanos() - before.nanos()) / 1e9;
        return seconds <= 0 ? 0 : (now.count() - before.count()) / seconds;
    }

    private Look second() {
        return looks.stream().skip(1).findFirst().orElseThrow();
    }
}
