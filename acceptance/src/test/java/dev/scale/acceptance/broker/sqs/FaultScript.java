package dev.scale.acceptance.broker.sqs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What is to go wrong, by action. */
final class FaultScript {

    static final String EVERY_ACTION = "*";

    private final Map<String, Deque<SqsFault>> next = new HashMap<>();
    private final Map<String, SqsFault> always = new HashMap<>();
    private CountDownLatch healed = new CountDownLatch(1);

    synchronized void next(String action, SqsFault fault) {
        next.computeIfAbsent(action, key -> new ArrayDeque<>()).add(fault);
    }

    synchronized void always(String action, SqsFault fault) {
        always.put(action, fault);
    }

    synchronized Optional<SqsFault> take(String action) {
        for (String key : new String[] {action, EVERY_ACTION}) {
            Deque<SqsFault> faults = next.get(key);
            if (faults != null && !faults.isEmpty()) {
                return Optional.of(faults.remove());
            }
        }
        return Optional.ofNullable(always.get(action)).or(() -> Optional.ofNullable(always.get(EVERY_ACTION)));
    }

    /** Whether all single faults have happened. */
    synchronized boolean isPlayed() {
        return next.values().stream().allMatch(Deque::isEmpty);
    }

    synchronized void heal() {
        next.clear();
        always.clear();
        healed.countDown();
        healed = new CountDownLatch(1);
    }

    void awaitHealing() throws InterruptedException {
        CountDownLatch latch;
        synchronized (this) {
            latch = healed;
        }
        latch.await();
    }
}
