package dev.scale.app.http;

import dev.scale.app.Console;
import dev.scale.app.Figure;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JsonGenerator;

/** The figures: those of now, those of the last half hour, and each new one as it comes. */
final class FigurePages implements AutoCloseable {

    private static final int MOST_WATCHERS = 50;

    private final Sampler sampler;
    private final String queue;
    private final AtomicInteger watchers = new AtomicInteger();
    private final ExecutorService senders = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "scale-live-figures");
        thread.setDaemon(true);
        return thread;
    });

    FigurePages(Sampler sampler, String queue) {
        this.sampler = sampler;
        this.queue = queue;
    }

    void serve(RoutesConfig routes) {
        routes.get("/api/figures", this::now);
        routes.get("/api/history", this::history);
        routes.sse("/api/live", this::live);
    }

    /** Old figures are no figures for programs that act on them. */
    private void now(Context request) {
        Sampler.Sample sample = sampler.last().orElse(Sampler.Sample.NONE);
        Json.answer(request, sample.stale() ? 503 : 200, generator -> write(sample, generator));
    }

    private void history(Context request) {
        Json.answer(request, 200, generator -> {
            generator.writeArrayPropertyStart("names");
            for (Figure figure : Figure.values()) {
                generator.writeString(figure.key());
            }
            generator.writeEndArray();
            generator.writeArrayPropertyStart("rows");
            for (Sampler.Sample sample : sampler.history()) {
                generator.writeStartArray();
                generator.writeNumber(sample.at().toEpochMilli() / 1e3);
                for (Figure figure : Figure.values()) {
                    figure.of(sample.figures()).ifPresentOrElse(generator::writeNumber, generator::writeNull);
                }
                generator.writeEndArray();
            }
            generator.writeEndArray();
        });
    }

    private void live(SseClient client) {
        if (watchers.incrementAndGet() > MOST_WATCHERS) {
            watchers.decrementAndGet();
            client.ctx().status(503);
            client.close();
            return;
        }
        client.keepAlive();
        // A browser that does not read must not hold up the others: it misses some.
        AtomicBoolean sending = new AtomicBoolean();
        Runnable unwatch = sampler.watch(sample -> {
            if (sending.compareAndSet(false, true)) {
                senders.execute(() -> {
                    try {
                        client.sendEvent("figures", Console.jsonText(generator -> write(sample, generator)));
                    } finally {
                        sending.set(false);
                    }
                });
            }
        });
        client.onClose(() -> {
            unwatch.run();
            watchers.decrementAndGet();
        });
    }

    private void write(Sampler.Sample sample, JsonGenerator generator) {
        generator.writeStringProperty("queue", queue);
        generator.writeStringProperty("at", sample.at().toString());
        generator.writeNumberProperty(
                "age_seconds", Duration.between(sample.at(), Instant.now()).toMillis() / 1e3);
        generator.writeBooleanProperty("stale", sample.stale());
        generator.writeStringProperty("trouble", sample.trouble());
        generator.writeObjectPropertyStart("figures");
        sample.figures().write(generator);
        generator.writeEndObject();
    }

    @Override
    public void close() {
        senders.shutdownNow();
    }
}
