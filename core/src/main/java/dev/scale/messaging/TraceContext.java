package dev.scale.messaging;

import dev.scale.messaging.broker.Headers;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** W3C trace context as it travels beside a command; what is no such thing counts as nothing. */
final class TraceContext {

    /** Version 00 has four fields; a later one may have more. */
    private static final Pattern PARENT = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}" + "-[0-9a-f]{2}((?<!^00.{53})-.*)?");

    /** Longer ones may be dropped, and would take the room of bodies on SQS. */
    private static final Pattern STATE = Pattern.compile("[ -~]{1,512}");

    private TraceContext() {}

    /** The context among these values, by the names of headers. */
    static Map<String, String> of(@Nullable String parent, @Nullable String state) {
        if (parent == null || !PARENT.matcher(parent).matches()) {
            return Map.of();
        }
        return state != null && STATE.matcher(state).matches()
                ? Map.of(Headers.TRACEPARENT, parent, Headers.TRACESTATE, state)
                : Map.of(Headers.TRACEPARENT, parent);
    }

    /** The context that came beside a command. */
    static Map<String, String> of(Map<String, String> headers) {
        return of(headers.get(Headers.TRACEPARENT), headers.get(Headers.TRACESTATE));
    }

    /** The id of the trace that a command belongs to; empty where there is none. */
    static String traceId(Map<String, String> headers) {
        String parent = headers.get(Headers.TRACEPARENT);
        return parent != null && PARENT.matcher(parent).matches() ? parent.substring(3, 35) : "";
    }
}
