package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was received at once, decoded and sorted by handler group. */
final class Batch {

    /** A group's share, in the order of arrival. Later tries have a part of their own: what failed once may fail again. */
    record Part<C>(HandlerGroup<C> group, List<Item<C>> items) {}

    private final Map<String, Part<?>> parts = new LinkedHashMap<>();
    private final Map<Item<Object>, End> decided = new LinkedHashMap<>();

    static Batch of(List<Delivery> deliveries, Handlers handlers, int maxBody) {
        Batch batch = new Batch();
        deliveries.forEach(delivery -> batch.sort(delivery, handlers, maxBody));
        return batch;
    }

    /** A delivery whose body no codec is to see. */
    static Item<Object> unsorted(Delivery delivery, int maxBody) {
        try {
            return new Item<>(delivery, EnvelopeCodec.decode(delivery, maxBody), null);
        } catch (InvalidCommandException e) {
            return new Item<>(delivery, null, null);
        }
    }

    Collection<Part<?>> parts() {
        return parts.values();
    }

    /** Deliveries that no handler can take, with the end that this means. */
    Map<Item<Object>, End> decided() {
        return decided;
    }

    private void sort(Delivery delivery, Handlers handlers, int maxBody) {
        Envelope envelope = null;
        try {
            envelope = EnvelopeCodec.decode(delivery, maxBody);
            Optional<Handlers.Registration<?>> registration = handlers.find(envelope.type());
            if (registration.isEmpty()) {
                decided.put(
                        new Item<>(delivery, envelope, null),
                        End.early("no handler for the command type '" + envelope.type() + "'"));
            } else {
                sort(delivery, envelope, registration.get());
            }
        } catch (InvalidCommandException e) {
            decided.put(new Item<>(delivery, envelope, null), End.refused(String.valueOf(e.getMessage())));
        }
    }

    /** What traces show. */
    List<Delivery> withoutCanaries() {
        List<Delivery> deliveries = new ArrayList<>();
        decided.keySet().forEach(item -> deliveries.add(item.delivery()));
        for (Part<?> part : parts.values()) {
            if (!Canary.isOf(part.group().name())) {
                part.items().forEach(item -> deliveries.add(item.delivery()));
            }
        }
        return deliveries;
    }

    private <C> void sort(Delivery delivery, Envelope envelope, Handlers.Registration<C> registration) {
        C body = BodyReader.read(registration.type(), envelope.body());
        Received<C> received = new Received<>(registration.type(), body, envelope);
        // One name, one group: the part that is there is this registration's.
        @SuppressWarnings("unchecked")
        Part<C> part = (Part<C>) parts.computeIfAbsent(
                registration.group().name() + (envelope.tryNumber() > 1 ? " later" : ""),
                name -> new Part<>(registration.group(), new ArrayList<>()));
        part.items().add(new Item<>(delivery, envelope, received));
    }
}
