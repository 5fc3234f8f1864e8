package dev.scale.benchmarks.chaos;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The senders' own record, by message id: what was sent, and what of it the broker has confirmed. Thread-safe. */
final class Ledger {

    private final Map<String, Expected> open = new ConcurrentHashMap<>();
    private final Map<String, Expected> confirmed = new ConcurrentHashMap<>();

    /** To be called before the sending: from now on it may arrive. */
    void sent(String id, Expected expected) {
        open.put(id, expected);
    }

    void confirmed(String id) {
        Expected expected = open.remove(id);
        if (expected != null) {
            confirmed.put(id, expected);
        }
    }

    /** What must be found in the end. */
    Map<String, Expected> confirmed() {
        return confirmed;
    }

    /** What may be found or not: nobody has promised anything. */
    Map<String, Expected> open() {
        return open;
    }
}
