package dev.scale.messaging;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Work that a span shows. Of a failure it tells the class and nothing else: a message may hold what is in a body. */
final class TracedSpan implements Traced {

    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private final Span span;
    private final @Nullable Scope scope;
    private final Map<String, Integer> ends = new HashMap<>();

    private TracedSpan(Span span, @Nullable Scope scope) {
        this.span = span;
        this.scope = scope;
    }

    static Traced of(Span span) {
        return new TracedSpan(span, null);
    }

    /** The same, which is this thread's current span until it is closed. */
    @SuppressWarnings("MustBeClosedChecker") // closed with the work
    static Traced current(Span span) {
        return new TracedSpan(span, span.makeCurrent());
    }

    @Override
    public Map<String, String> headers() {
        Map<String, String> headers = new HashMap<>();
        W3C.inject(Context.root().with(span), headers, (into, name, value) -> headers.put(name, value));
        return headers;
    }

    @Override
    public void ended(Collection<End> all) {
        for (End end : all) {
            for (@Nullable End part = end; part != null; part = part.beside()) {
                ends.merge(nameOf(part.outcome()), 1, Integer::sum);
            }
        }
    }

    private static String nameOf(Outcome outcome) {
        return outcome instanceof Outcome.Later
                ? "scale.later"
                : outcome instanceof Outcome.DeadLetter
                        ? "scale.dead_letters"
                        : outcome instanceof Outcome.Duplicate ? "scale.duplicates" : "scale.done";
    }

    @Override
    public void unconfirmed(int number, boolean outage) {
        span.setAttribute("scale.unconfirmed", number);
        error(outage ? "outage" : "refused");
    }

    @Override
    public void failed(Throwable failure) {
        error(failure.getClass().getName());
    }

    private void error(String type) {
        span.setAttribute("error.type", type);
        span.setStatus(StatusCode.ERROR);
    }

    @Override
    public void close() {
        if (scope != null) {
            scope.close();
        }
        ends.forEach(span::setAttribute);
        span.end();
    }
}
