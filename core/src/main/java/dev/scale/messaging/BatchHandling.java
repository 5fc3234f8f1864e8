package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Destination;
import dev.scale.messaging.broker.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Takes what was received to its ends: decode, one transaction for each group, acknowledge what is committed. */
final class BatchHandling {

    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final Destination source;
    private final Handlers handlers;
    private final WorkerOptions options;
    private final PausableGroups groups;
    private final DatabasePatience patience;
    private final Settlement settlement;

    /** @param source the queue, as traces call it */
    BatchHandling(
            Destination source,
            Handlers handlers,
            WorkerOptions options,
            PausableGroups groups,
            DatabasePatience patience,
            Settlement settlement) {
        this.source = source;
        this.handlers = handlers;
        this.options = options;
        this.groups = groups;
        this.patience = patience;
        this.settlement = settlement;
    }

    /** Returns when every delivery is committed and acknowledged; throws when some are neither. */
    void handle(List<Delivery> received, Subscription subscription) throws DatabaseOutage, InterruptedException {
        for (List<Delivery> deliveries : bounded(received)) {
            Batch batch = Batch.of(deliveries, handlers, options.maxBody());
            try (Traced processing = options.tracing().process(source, batch)) {
                handle(batch, deliveries, subscription, processing);
            }
        }
    }

    private void handle(Batch batch, List<Delivery> held, Subscription subscription, Traced processing)
            throws DatabaseOutage, InterruptedException {
        try {
            if (!batch.decided().isEmpty()) {
                end(batch.decided(), subscription, held, processing);
            }
            for (Batch.Part<?> part : batch.parts()) {
                handle(part, subscription, held, Canary.isOf(part.group().name()) ? Traced.NOT : processing);
            }
        } catch (DatabaseOutage | InterruptedException | RuntimeException e) {
            processing.failed(e);
            throw e;
        }
    }

    /** Ends a delivery without its handler, in the way that has been decided. */
    void end(Delivery delivery, End end, Subscription subscription) throws DatabaseOutage, InterruptedException {
        end(Map.of(Batch.unsorted(delivery, options.maxBody()), end), subscription, List.of(delivery), Traced.NOT);
    }

    private void end(Map<Item<Object>, End> decided, Subscription subscription, List<Delivery> held, Traced processing)
            throws DatabaseOutage, InterruptedException {
        Handled<Object> handled = patience.with(() -> groups.end(decided), subscription, held);
        processing.ended(handled.ends().values());
        settlement.settle("none", handled, Duration.ZERO, subscription);
    }

    private <C> void handle(Batch.Part<C> part, Subscription subscription, List<Delivery> held, Traced processing)
            throws DatabaseOutage, InterruptedException {
        int most = part.group().batchSize().orElse(options.batchSize());
        for (int from = 0; from < part.items().size(); from += most) {
            List<Item<C>> items = part.items()
                    .subList(from, Math.min(from + most, part.items().size()));
            List<Item<C>> open = new ArrayList<>(items);
            patience.with(
                    () -> {
                        long begun = System.nanoTime();
                        Handled<C> handled = groups.handle(part.group(), List.copyOf(open));
                        Duration took = Duration.ofNanos(System.nanoTime() - begun);
                        open.removeAll(handled.ends().keySet());
                        processing.ended(handled.ends().values());
                        settlement.settle(part.group().name(), handled, took, subscription);
                        if (!open.isEmpty()) {
                            throw new ClaimedElsewhere(open.size());
                        }
                        return open;
                    },
                    subscription,
                    held);
        }
    }

    /** Large bodies make small batches, so that what is in memory stays bounded. */
    private static List<List<Delivery>> bounded(List<Delivery> received) {
        List<List<Delivery>> parts = new ArrayList<>();
        List<Delivery> part = new ArrayList<>();
        long bytes = 0;
        for (Delivery delivery : received) {
            if (!part.isEmpty() && bytes + delivery.body().length > MOST_BYTES) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = 0;
            }
            part.add(delivery);
            bytes += delivery.body().length;
        }
        parts.add(part);
        return parts;
    }
}
