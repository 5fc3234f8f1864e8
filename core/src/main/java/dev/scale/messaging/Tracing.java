package dev.scale.messaging;

import dev.scale.messaging.broker.Destination;
import io.opentelemetry.api.OpenTelemetry;
import java.util.List;
import java.util.Map;

/**
 * How the work on commands appears in traces, and which trace context commands carry that are sent. Thread-safe; costs next to
 * nothing where nobody records.
 */
public class Tracing {

    /** No spans; a command that follows from one alone carries the context of that one. */
    public static final Tracing NONE = new Tracing();

    Tracing() {}

    /** Spans by whatever is set as the global OpenTelemetry by then; none without its API, 1.61 or later, on the class path. */
    public static Tracing global() {
        return Global.TRACING;
    }

    /** Spans by this OpenTelemetry. */
    public static Tracing of(OpenTelemetry openTelemetry) {
        return SpanTracing.over(openTelemetry);
    }

    /**
     * No spans of this process: commands that are sent carry the trace context of an environment's {@code TRACEPARENT} and
     * {@code TRACESTATE}, where there is one.
     */
    public static Tracing continuing(Map<String, String> environment) {
        String parent = environment.get("TRACEPARENT");
        return parent == null || parent.isEmpty()
                ? NONE
                : new Continuing(TraceContext.of(parent, environment.get("TRACESTATE")));
    }

    /** The sending of commands; ends on any thread. */
    Traced send(Destination to, List<Command> commands) {
        return Traced.NOT;
    }

    /** The way of what was received at once to its ends, on the thread that begins it. */
    Traced process(Destination from, Batch batch) {
        return Traced.NOT;
    }

    /** A call of a group's handler, on the thread that begins it. */
    Traced handle(String group, List<? extends Received<?>> commands) {
        return commands.size() == 1
                ? Traced.carrying(TraceContext.of(commands.get(0).envelope().headers()))
                : Traced.NOT;
    }

    /** Looked for when it is first asked for: what is not there is looked for in every jar. */
    private static final class Global {

        private static final Tracing TRACING = find();

        private static Tracing find() {
            try {
                Class<?> tracer =
                        Class.forName("io.opentelemetry.api.trace.Tracer", false, Tracing.class.getClassLoader());
                // the newest of what we use: with an older API there are no spans, rather than errors
                tracer.getMethod("isEnabled");
                return SpanTracing.overGlobal();
            } catch (ClassNotFoundException | NoSuchMethodException e) {
                return NONE;
            }
        }
    }

    private static final class Continuing extends Tracing {

        private final Traced sending;

        Continuing(Map<String, String> context) {
            sending = Traced.carrying(context);
        }

        @Override
        Traced send(Destination to, List<Command> commands) {
            return sending;
        }
    }
}
