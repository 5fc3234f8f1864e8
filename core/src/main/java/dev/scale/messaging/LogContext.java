package dev.scale.messaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the log lines of this thread are about, as fields of SLF4J's MDC: {@code message_id}, {@code type}, {@code attempt}, {@code trace_id} and
 * what the command's body says of its {@link Subject}. Set around the handling of one command and around a line that tells of
 * one; of a batch only its {@code group} and the number of its {@code commands}, so that it costs nothing for each.
 */
final class LogContext implements AutoCloseable {

    private static final int LONGEST = 200;

    private final List<String> names = new ArrayList<>(4);

    private LogContext() {}

    /** One command that a handler has. */
    static LogContext of(Received<?> command) {
        return of(command.envelope(), command.body());
    }

    /** One command, with or without a handler. */
    static LogContext of(Item<?> item) {
        return of(item.envelope(), item.hasHandler() ? item.command().body() : null);
    }

    /** What a handler is given at once. */
    static LogContext of(String group, List<? extends Received<?>> commands) {
        if (commands.size() == 1) {
            return of(commands.get(0));
        }
        LogContext context = new LogContext();
        context.put("group", group);
        context.put("commands", String.valueOf(commands.size()));
        return context;
    }

    /** One of which no more is known. */
    static LogContext of(@Nullable String type, Optional<String> messageId) {
        LogContext context = new LogContext();
        messageId.ifPresent(id -> context.put("message_id", id));
        context.put("type", type == null ? "" : type);
        return context;
    }

    private static LogContext of(Envelope envelope, @Nullable Object body) {
        LogContext context = new LogContext();
        envelope.id().ifPresent(id -> context.put("message_id", id));
        context.put("type", envelope.type());
        context.put("attempt", String.valueOf(envelope.attempt()));
        context.put("trace_id", TraceContext.traceId(envelope.headers()));
        if (body instanceof Subject about) {
            context.putAll(about);
        }
        return context;
    }

    /** A line of the log must not become a command's failure. */
    private void putAll(Subject about) {
        try {
            about.subject().forEach(this::put);
        } catch (RuntimeException e) {
            put("subject", e.getClass().getSimpleName());
        }
    }

    private void put(String name, String value) {
        if (!value.isEmpty()) {
            MDC.put(name, OneLine.of(value, LONGEST));
            names.add(name);
        }
    }

    @Override
    public void close() {
        names.forEach(MDC::remove);
    }
}
