package dev.scale.app;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.QueueDepth;
import tools.jackson.core.JsonGenerator;

/**
 * What the broker says of the queue.
 *
 * @param missing whether there is no such queue, as far as the broker can tell
 */
record QueueFacts(String name, boolean missing, QueueDepth depth) {

    static QueueFacts read(Configuration configuration, String clientName) {
        String name = configuration.text(Setting.QUEUE_NAME).orElseThrow();
        try (Broker broker = Broker.open(configuration.brokerUrl(), configuration.brokerOptions(clientName))) {
            return of(broker, name);
        }
    }

    static QueueFacts of(Broker broker, String name) {
        QueueDepth depth = broker.depth();
        // A queue that does not exist reads as an empty one.
        boolean missing = depth.ready() == 0 && broker.inspect().containsKey(Broker.MISSING);
        return new QueueFacts(name, missing, depth);
    }

    /** The name, and that it is missing where it is. */
    String shown() {
        return missing ? name + " (missing)" : name;
    }

    String counts() {
        StringBuilder text = new StringBuilder(depth.ready() + " ready");
        depth.inFlight().ifPresent(number -> text.append(", ").append(number).append(" in flight"));
        depth.delayed().ifPresent(number -> text.append(", ").append(number).append(" delayed"));
        return text.toString();
    }

    void write(JsonGenerator generator) {
        generator.writeStringProperty("queue", name);
        generator.writeNumberProperty("ready", depth.ready());
        depth.inFlight().ifPresent(number -> generator.writeNumberProperty("in_flight", number));
        depth.delayed().ifPresent(number -> generator.writeNumberProperty("delayed", number));
    }
}
