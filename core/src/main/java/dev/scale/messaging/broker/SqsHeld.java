package dev.scale.messaging.broker;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a broker's subscriptions have been given and have not settled, by SQS's message id. A message that comes once more to
 * the subscription that holds it is not handed on: its new receipt handle takes the place of the old one, which settles nothing any more.
 */
final class SqsHeld {

    private final ConcurrentHashMap<Key, One> held = new ConcurrentHashMap<>();

    private record Key(SqsSubscription owner, String messageId) {}

    /** One message that is held; also the receipt of its delivery. */
    static final class One {

        private final Key key;
        private final int bytes;
        private volatile String handle;
        private volatile long until;
        private volatile State state = State.IN_WORK;
        private volatile boolean beingExtended;

        private One(Key key, int bytes, String handle, long until) {
            this.key = key;
            this.bytes = bytes;
            this.handle = handle;
            this.until = until;
        }

        int bytes() {
            return bytes;
        }

        /** The newest one. */
        String handle() {
            return handle;
        }

        State state() {
            return state;
        }

        void become(State next) {
            state = next;
        }

        void extendedUntil(long nanoTime) {
            until = nanoTime;
        }

        boolean isDue(long beforeNanoTime) {
            return state == State.IN_WORK && !beingExtended && until - beforeNanoTime < 0;
        }

        void beingExtended(boolean is) {
            beingExtended = is;
        }
    }

    enum State {
        IN_WORK,
        /** It can no longer be extended; somebody else may get it. */
        EXPIRED,
        ACKNOWLEDGED,
        GIVEN_BACK
    }

    /** Null where the subscription has the message in work already. */
    @Nullable
    One add(String messageId, SqsSubscription owner, int bytes, String handle, long until) {
        One fresh = new One(new Key(owner, messageId), bytes, handle, until);
        One now = held.compute(fresh.key, (key, before) -> {
            if (before == null || before.state == State.ACKNOWLEDGED || before.state == State.GIVEN_BACK) {
                return fresh;
            }
            before.handle = handle;
            before.until = until;
            before.state = State.IN_WORK;
            return before;
        });
        return now == fresh ? fresh : null;
    }

    void remove(One one) {
        held.remove(one.key, one);
    }

    /** Those that have to be extended before this time, as of {@link System#nanoTime}. */
    List<One> due(long beforeNanoTime) {
        return held.values().stream().filter(one -> one.isDue(beforeNanoTime)).toList();
    }
}
