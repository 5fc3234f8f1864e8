package dev.scale.benchmarks.scenarios;

import java.util.Locale;

/** The two kinds of durable queues that RabbitMQ has. */
enum QueueKind {
    QUORUM,
    CLASSIC;

    String option() {
        return name().toLowerCase(Locale.ROOT);
    }
}
