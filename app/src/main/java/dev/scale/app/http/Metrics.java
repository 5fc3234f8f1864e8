package dev.scale.app.http;

import dev.scale.app.Figure;
import dev.scale.messaging.Outcome;
import dev.scale.messaging.WorkerListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/** What Prometheus asks for: the figures of the queue, and what this process ends. Passes on what it hears. */
final class Metrics implements WorkerListener {

    private static final int MOST_OF_A_BATCH = 16;
    private static final String OTHER = "other";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    private final Set<String> types;
    private final WorkerListener next;
    private final Timer latency;

    private record Key(String type, String outcome) {}

    /** @param types the command types that may be labels */
    Metrics(Sampler sampler, String queue, BooleanSupplier ready, Set<String> types, WorkerListener next) {
        this.types = types;
        this.next = next;
        for (Figure figure : Figure.values()) {
            Gauge.builder(Meters.shown(figure), sampler, from -> value(from, figure))
                    .tag("queue", queue)
                    .description(figure.meaning())
                    .register(registry);
        }
        Gauge.builder(Meters.READY.shown(), () -> ready.getAsBoolean() ? 1 : 0)
                .description(Meters.READY.meaning())
                .register(registry);
        Gauge.builder(Meters.AGE.shown(), sampler, Metrics::age)
                .description(Meters.AGE.meaning())
                .register(registry);
        latency = Timer.builder("scale.send.to.commit")
                .description(Meters.LATENCY.meaning())
                .serviceLevelObjectives(
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(25),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(250),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(5),
                        Duration.ofHours(1))
                .register(registry);
    }

    String scrape() {
        return registry.scrape();
    }

    private static double value(Sampler sampler, Figure figure) {
        return sampler.last()
                .filter(sample -> !sample.stale())
                .map(sample -> figure.of(sample.figures()).orElse(Double.NaN))
                .orElse(Double.NaN);
    }

    private static double age(Sampler sampler) {
        return sampler.last()
                .map(sample -> Duration.between(sample.at(), Instant.now()).toMillis() / 1e3)
                .orElse(Double.NaN);
    }

    @Override
    public void receiving() {
        next.receiving();
    }

    @Override
    public void committed(String group, List<Ended> commands, Instant at) {
        int from = 0;
        while (from < commands.size()) {
            Key key = key(commands.get(from));
            int to = from + 1;
            while (to < commands.size() && key(commands.get(to)).equals(key)) {
                to++;
            }
            counters.computeIfAbsent(key, this::counter).increment(to - from);
            from = to;
        }
        int looks = Math.min(commands.size(), MOST_OF_A_BATCH);
        for (int look = 0; look < looks; look++) {
            commands.get((int) ((long) look * commands.size() / looks))
                    .command()
                    .sent()
                    .ifPresent(sent -> latency.record(Duration.between(sent, at)));
        }
        next.committed(group, commands, at);
    }

    @Override
    public void withoutEffect(String group, Map<String, Integer> parts) {
        parts.forEach((reason, number) -> Counter.builder("scale.without.effect")
                .description(Meters.WITHOUT_EFFECT.meaning())
                .tag("group", group)
                .tag("reason", reason)
                .register(registry)
                .increment(number));
        next.withoutEffect(group, parts);
    }

    private Counter counter(Key key) {
        return Counter.builder("scale.commands")
                .description(Meters.COMMANDS.meaning())
                .tag("type", key.type())
                .tag("outcome", key.outcome())
                .register(registry);
    }

    private Key key(Ended ended) {
        String type = ended.command().type();
        return new Key(types.contains(type) ? type : OTHER, word(ended.outcome()));
    }

    private static String word(Outcome outcome) {
        if (outcome instanceof Outcome.Done) {
            return "done";
        }
        if (outcome instanceof Outcome.Duplicate) {
            return "duplicate";
        }
        return outcome instanceof Outcome.Later ? "later" : "dead_letter";
    }
}
