package dev.scale.messaging;

import dev.scale.messaging.broker.Delivery;
import dev.scale.messaging.broker.Destination;
import dev.scale.messaging.broker.Headers;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Spans of OpenTelemetry, by its conventions for messaging. Only loaded where its API is on the class path. */
final class SpanTracing extends Tracing {

    private static final String NAME = "dev.scale.messaging";

    /** As many as the SDK keeps by default; more would be counted as dropped. */
    private static final int MOST_LINKS = 128;

    private static final TextMapGetter<Map<String, String>> HEADERS =
            (headers, name) -> headers == null ? null : headers.get(name);

    private static final AttributeKey<List<String>> TYPES = AttributeKey.stringArrayKey("scale.types");

    private final Supplier<OpenTelemetry> openTelemetry;

    private SpanTracing(Supplier<OpenTelemetry> openTelemetry) {
        this.openTelemetry = openTelemetry;
    }

    /** Asks each time, since it may be set late, and does not set it by asking. */
    static Tracing overGlobal() {
        return new SpanTracing(GlobalOpenTelemetry::getOrNoop);
    }

    static Tracing over(OpenTelemetry openTelemetry) {
        return new SpanTracing(() -> openTelemetry);
    }

    @Override
    Traced send(Destination to, List<Command> commands) {
        Tracer tracer = tracer();
        if (!tracer.isEnabled() || commands.isEmpty()) {
            return super.send(to, commands);
        }
        String id = commands.get(0).id();
        Span span = messaging(tracer, "send", to, SpanKind.PRODUCER, commands.size(), id)
                .startSpan();
        return TracedSpan.of(span);
    }

    /** Of many commands it is linked to each; of one alone it is part of the command's own trace as well. */
    @Override
    Traced process(Destination from, Batch batch) {
        Tracer tracer = tracer();
        if (!tracer.isEnabled()) {
            return super.process(from, batch);
        }
        List<Delivery> deliveries = batch.withoutCanaries();
        if (deliveries.isEmpty()) {
            return super.process(from, batch);
        }
        String id = deliveries.get(0).id();
        SpanBuilder builder =
                messaging(tracer, "process", from, SpanKind.CONSUMER, deliveries.size(), id == null ? "" : id);
        Map<String, Context> origins = origins(deliveries);
        origins.values().forEach(origin -> builder.addLink(contextOf(origin)));
        if (deliveries.size() == 1) {
            origins.values().forEach(builder::setParent);
        } else {
            builder.setNoParent();
        }
        return TracedSpan.current(builder.startSpan());
    }

    @Override
    Traced handle(String group, List<? extends Received<?>> commands) {
        Tracer tracer = tracer();
        if (!tracer.isEnabled() || Canary.isOf(group)) {
            return super.handle(group, commands);
        }
        List<String> types = commands.stream()
                .map(one -> one.type().name())
                .distinct()
                .sorted()
                .toList();
        return TracedSpan.current(tracer.spanBuilder("handle " + group)
                .setAttribute("scale.group", group)
                .setAttribute("scale.commands", commands.size())
                .setAttribute(TYPES, types)
                .startSpan());
    }

    private Tracer tracer() {
        return openTelemetry.get().getTracer(NAME);
    }

    private static SpanBuilder messaging(
            Tracer tracer, String operation, Destination destination, SpanKind kind, int number, String id) {
        SpanBuilder builder = tracer.spanBuilder(operation + " " + destination.queue())
                .setSpanKind(kind)
                .setAttribute("messaging.system", destination.system())
                .setAttribute("messaging.destination.name", destination.queue())
                .setAttribute("messaging.operation.name", operation)
                .setAttribute("messaging.operation.type", operation);
        if (number > 1) {
            builder.setAttribute("messaging.batch.message_count", number);
        } else if (!id.isEmpty()) {
            builder.setAttribute("messaging.message.id", id);
        }
        return builder;
    }

    /** The first of the spans that deliveries were sent in, each once: commands sent together have one. */
    private static Map<String, Context> origins(List<Delivery> deliveries) {
        Map<String, Context> origins = new LinkedHashMap<>();
        for (Delivery delivery : deliveries) {
            String parent = delivery.headers().get(Headers.TRACEPARENT);
            if (parent != null && !origins.containsKey(parent) && origins.size() < MOST_LINKS) {
                Context origin =
                        W3CTraceContextPropagator.getInstance().extract(Context.root(), delivery.headers(), HEADERS);
                if (contextOf(origin).isValid()) {
                    origins.put(parent, origin);
                }
            }
        }
        return origins;
    }

    private static SpanContext contextOf(Context context) {
        return Span.fromContext(context).getSpanContext();
    }
}
