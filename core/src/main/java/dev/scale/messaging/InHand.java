package dev.scale.messaging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What the threads of a worker have received and not yet acknowledged, and for how long. Thread-safe. */
final class InHand {

    private final List<Hand> hands = new CopyOnWriteArrayList<>();
    private final LongSupplier clock;

    InHand(LongSupplier clock) {
        this.clock = clock;
    }

    /** The hand of one more thread. */
    Hand hand() {
        Hand hand = new Hand(clock);
        hands.add(hand);
        return hand;
    }

    /** How many deliveries there are. */
    int count() {
        return hands.stream().mapToInt(Hand::count).sum();
    }

    /** How long ago the oldest was received; null where there is none. */
    @Nullable
    Duration age() {
        long now = clock.getAsLong();
        LongStream ages =
                hands.stream().filter(hand -> hand.count() > 0).mapToLong(hand -> Math.max(0, now - hand.since));
        return ages.boxed().max(Long::compare).map(Duration::ofNanos).orElse(null);
    }

    /** To be changed by its thread only. */
    static final class Hand {

        private final LongSupplier clock;
        private volatile long since;
        private volatile int count;

        private Hand(LongSupplier clock) {
            this.clock = clock;
        }

        /** So many more were received just now. */
        void took(int more) {
            int held = count;
            if (held == 0) {
                since = clock.getAsLong();
            }
            count = held + more;
        }

        /** So many are left, which are as old as the oldest was. */
        void left(int rest) {
            count = rest;
        }

        private int count() {
            return count;
        }
    }
}
