package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Handles the deliveries of one subscription so that a command that kills the process is found. What is delivered again is
 * marked first and handled in small batches, which grow while they succeed. What was in work when a process died is put
 * aside, so that its neighbours go first, and then handled alone. Everything else costs nothing here. For use by one
 * thread.
 */
final class CarefulHandling {

    private static final int FIRST_BATCH = 16;
    private static final Duration LONGEST_ASIDE = Duration.ofSeconds(10);
    private static final Duration LONGEST_TURN = Duration.ofSeconds(1);

    private final BatchHandling handling;
    private final DatabasePatience patience;
    private final WorkerControl control;
    private final Subscription subscription;
    private final List<Delivery> aside = new ArrayList<>();
    private int batchSize = FIRST_BATCH;
    private long turnsDue = System.nanoTime();
    private long nextLook = System.nanoTime();

    CarefulHandling(
            BatchHandling handling, DatabasePatience patience, WorkerControl control, Subscription subscription) {
        this.handling = handling;
        this.patience = patience;
        this.control = control;
        this.subscription = subscription;
    }

    /** Takes what was received, which may be nothing. What it has not handled when it returns or throws stays unsettled. */
    void handle(List<Delivery> received) throws DatabaseOutage, InterruptedException {
        if (!received.isEmpty()) {
            sort(received);
        }
        if (!aside.isEmpty() && (received.isEmpty() || System.nanoTime() - turnsDue >= 0)) {
            turnOfSuspects();
        }
    }

    /** How many of what was received wait for their turn. */
    int putAside() {
        return aside.size();
    }

    private void sort(List<Delivery> received) throws DatabaseOutage, InterruptedException {
        boolean alert = control.marks().alert();
        List<Delivery> asked = alert
                ? received
                : received.stream().filter(Delivery::redelivered).toList();
        Map<String, Suspicion> suspicions = asked.isEmpty() ? Map.of() : suspicions(asked);
        List<Delivery> ordinary = new ArrayList<>();
        List<Delivery> again = new ArrayList<>();
        for (Delivery delivery : received) {
            if (!suspicions.isEmpty() && suspicions.containsKey(Marks.nameOf(delivery))) {
                putAside(delivery);
            } else {
                (delivery.redelivered() ? again : ordinary).add(delivery);
            }
        }
        if (!ordinary.isEmpty()) {
            control.solitude().together(() -> handling.handle(ordinary, subscription));
        }
        if (again.isEmpty()) {
            batchSize = FIRST_BATCH;
        }
        inSmallBatches(again);
    }

    private void putAside(Delivery delivery) {
        if (aside.isEmpty()) {
            turnsDue = System.nanoTime() + LONGEST_ASIDE.toNanos();
        }
        aside.add(delivery);
    }

    private void inSmallBatches(List<Delivery> deliveries) throws DatabaseOutage, InterruptedException {
        int from = 0;
        while (from < deliveries.size()) {
            List<Delivery> part = deliveries.subList(from, Math.min(from + batchSize, deliveries.size()));
            control.solitude().together(() -> marked(part, false));
            from += part.size();
            if (part.size() == batchSize) {
                batchSize *= 2;
            }
        }
    }

    /** The less suspicious first; for a while, so that neighbours that have come meanwhile go on too. */
    private void turnOfSuspects() throws DatabaseOutage, InterruptedException {
        long now = System.nanoTime();
        if (now - nextLook < 0) {
            return;
        }
        subscription.keep(aside);
        Map<String, Suspicion> suspicions = suspicions(aside);
        List<Delivery> inOrder = aside.stream()
                .filter(delivery -> of(suspicions, delivery).due() != Suspicion.Due.WAITING)
                .sorted(Comparator.comparingInt(
                        delivery -> of(suspicions, delivery).marks().size()))
                .toList();
        if (inOrder.isEmpty()) {
            nextLook = now + LONGEST_TURN.toNanos();
        }
        for (Delivery delivery : inOrder) {
            if (System.nanoTime() - now > LONGEST_TURN.toNanos() || !control.mayGoOn()) {
                return;
            }
            aside.remove(delivery);
            take(delivery, of(suspicions, delivery));
        }
    }

    private void take(Delivery delivery, Suspicion suspicion) throws DatabaseOutage, InterruptedException {
        switch (suspicion.due()) {
            case CONVICTION -> convict(delivery, suspicion);
            case ALONE -> control.solitude().alone(() -> marked(List.of(delivery), true), control.stop());
            case NOTHING -> inSmallBatches(List.of(delivery));
            case WAITING -> throw new IllegalStateException("to be taken later");
        }
    }

    private void convict(Delivery delivery, Suspicion suspicion) throws DatabaseOutage, InterruptedException {
        control.marks().take(List.of(delivery));
        try {
            handling.end(delivery, End.refused(suspicion.reason()), subscription);
        } finally {
            control.marks().forget(List.of(delivery));
        }
    }

    private void marked(List<Delivery> deliveries, boolean alone) throws DatabaseOutage, InterruptedException {
        try {
            patience.with(
                    () -> {
                        control.marks().mark(deliveries, alone);
                        return deliveries;
                    },
                    subscription,
                    deliveries);
            handling.handle(deliveries, subscription);
        } finally {
            control.marks().forget(deliveries);
        }
    }

    private Map<String, Suspicion> suspicions(List<Delivery> deliveries) throws DatabaseOutage, InterruptedException {
        return patience.with(() -> control.marks().suspicions(deliveries), subscription, deliveries);
    }

    private static Suspicion of(Map<String, Suspicion> suspicions, Delivery delivery) {
        return suspicions.getOrDefault(Marks.nameOf(delivery), Suspicion.NONE);
    }
}
