package dev.scale.app.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The senders' own record of what the broker has confirmed, by message id: what must be found in the end. Thread-safe. */
final class Ledger {

    private final Map<String, Expected> confirmed = new ConcurrentHashMap<>();

    void confirmed(String messageId, Expected expected) {
        confirmed.put(messageId, expected);
    }

    int size() {
        return confirmed.size();
    }

    /** What became of every confirmed command. */
    Account account(Outcomes outcomes) {
        int applied = 0;
        int deadLettered = 0;
        List<String> lost = new ArrayList<>();
        for (Map.Entry<String, Expected> command : confirmed.entrySet()) {
            if (outcomes.deadLetters().contains(command.getKey())) {
                deadLettered++;
            } else if (command.getValue().isIn(outcomes)) {
                applied++;
            } else {
                lost.add(command.getKey());
            }
        }
        return new Account(
                confirmed.size(), applied, deadLettered, lost.stream().sorted().toList());
    }
}
