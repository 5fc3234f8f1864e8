package dev.scale.app;

import dev.scale.messaging.broker.Durations;
import dev.scale.messaging.store.ConnectionUse;
import dev.scale.messaging.store.StrandedRows;
import dev.scale.messaging.store.WorkerState;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * How everything is at a moment; null is what could not be learnt.
 *
 * @param broker its URL, masked
 * @param stranded commands in the outbox that nobody publishes, of all queues
 * @param dashboards connections that handler processes have for their dashboards
 * @param handlers processes of all queues that have not ended in good order
 * @param figures the same as on the dashboard, of this queue
 * @param troubles what went wrong, by what it went wrong with
 */
record Status(
        String broker,
        String queue,
        @Nullable QueueFacts waiting,
        @Nullable DatabaseFacts facts,
        @Nullable ConnectionUse connections,
        @Nullable BacklogFacts backlog,
        List<StrandedRows> stranded,
        int dashboards,
        List<WorkerState> handlers,
        @Nullable Figures figures,
        Map<String, Exception> troubles) {

    int exitCode() {
        return troubles.values().stream().mapToInt(Errors::exitCode).max().orElse(ExitCode.OK);
    }

    /** Lines for people. */
    void print(Console console, String up) {
        StringBuilder text = new StringBuilder();
        line(text, "up", up);
        if (figures != null) {
            line(text, "state", state(figures));
        }
        line(text, "broker", broker + (waiting == null ? ", " + trouble("broker") : ""));
        if (waiting != null) {
            line(text, "queue", waiting.shown() + ", " + waiting.counts());
        }
        if (backlog != null) {
            line(text, "outbox", backlog.outbox());
            line(text, "letters", backlog.deadLetters());
        } else if (troubles.containsKey("outbox")) {
            line(text, "outbox", trouble("outbox"));
        }
        for (StrandedRows rows : stranded) {
            line(
                    text,
                    "stranded",
                    rows.count() + " commands of queue '" + rows.queue() + "' wait in the outbox, and no living handler"
                            + " serves it; `scale handler --queue` or `scale queue adopt`");
        }
        line(text, "database", facts == null ? trouble("database") : facts.describe());
        if (connections != null) {
            line(
                    text,
                    "clients",
                    connections.used() + " of " + connections.allowed() + " connections used, " + connections.left()
                            + " left for this role; handlers may use " + handlersMayUse());
        }
        if (troubles.containsKey("handlers")) {
            line(text, "handlers", trouble("handlers"));
        } else if (facts != null && handlers.stream().noneMatch(this::servesTheQueue)) {
            line(text, "handlers", "none lives for this queue; `scale handler` starts one");
        }
        console.out().print(text);
        if (!handlers.isEmpty()) {
            console.print(table());
        }
        console.out().flush();
    }

    private static String state(Figures figures) {
        if (Figure.FRESHNESS.of(figures).isEmpty()) {
            return "how old it is, is unknown: no handler has run on this queue";
        }
        return Figure.FRESHNESS.words(figures) + " old at most (newest canary " + Figure.CANARY.words(figures)
                + ", oldest in hand " + words(Figure.OLDEST_IN_HAND, figures) + ", overdue in the outbox "
                + words(Figure.OUTBOX_OVERDUE, figures) + "); from sending to commit p50 "
                + Figure.LATENCY_P50.words(figures) + ", p99 " + Figure.LATENCY_P99.words(figures);
    }

    /** Where nothing is in hand or overdue there is no time. */
    private static String words(Figure figure, Figures figures) {
        return figure.of(figures).isEmpty() ? "none" : figure.words(figures);
    }

    private boolean servesTheQueue(WorkerState handler) {
        return handler.alive() && handler.worker().queue().equals(queue);
    }

    /** A connection for each thread, and one for what is not a batch; and those of the dashboards that handlers serve. */
    private int handlersMayUse() {
        return dashboards
                + handlers.stream()
                        .filter(WorkerState::alive)
                        .mapToInt(handler -> handler.load().threads() + 1)
                        .sum();
    }

    private TextTable table() {
        TextTable table = new TextTable("HANDLER", "QUEUE", "THREADS", "COMMANDS", "PER SECOND", "SINCE", "STATE");
        for (WorkerState handler : handlers) {
            table.row(
                    handler.worker().host() + " " + handler.worker().pid(),
                    handler.worker().queue(),
                    handler.load().threads(),
                    handler.load().commands(),
                    perSecond(handler),
                    handler.started().truncatedTo(ChronoUnit.SECONDS),
                    handler.alive()
                            ? handler.paused() ? "paused" : "lives"
                            : "silent for " + Durations.words(handler.silence().truncatedTo(ChronoUnit.SECONDS)));
        }
        return table;
    }

    private static String perSecond(WorkerState handler) {
        return String.format(
                Locale.ROOT, "%.1f", handler.alive() ? handler.load().perSecond() : 0.0);
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(name)
                .append(':')
                .append(" ".repeat(9 - name.length()))
                .append(Printable.line(value))
                .append('\n');
    }

    private String trouble(String where) {
        Exception error = troubles.get(where);
        return error == null ? "" : Errors.line(error);
    }

    /** The members of an object. */
    void write(JsonGenerator out) {
        out.writeStringProperty("broker", broker);
        if (waiting == null) {
            out.writeStringProperty("queue", queue);
        } else {
            waiting.write(out);
            out.writeBooleanProperty("queue_missing", waiting.missing());
        }
        if (backlog != null) {
            backlog.writeOutbox(out);
            out.writeNumberProperty("dead_letters", backlog.backlog().deadLetters());
        }
        if (facts != null) {
            facts.write(out);
        }
        if (connections != null) {
            out.writeObjectPropertyStart("connections");
            out.writeNumberProperty("used", connections.used());
            out.writeNumberProperty("allowed", connections.allowed());
            out.writeNumberProperty("reserved", connections.reserved());
            out.writeNumberProperty("left", connections.left());
            out.writeNumberProperty("handlers_may_use", handlersMayUse());
            out.writeEndObject();
        }
        out.writeArrayPropertyStart("stranded");
        for (StrandedRows rows : stranded) {
            out.writeStartObject();
            out.writeStringProperty("queue", rows.queue());
            out.writeNumberProperty("count", rows.count());
            out.writeStringProperty("first_due_at", rows.due().toString());
            out.writeEndObject();
        }
        out.writeEndArray();
        writeHandlers(out);
        if (figures != null) {
            out.writeObjectPropertyStart("figures");
            figures.write(out);
            out.writeEndObject();
        }
        out.writeObjectPropertyStart("troubles");
        troubles.forEach((where, error) -> out.writeStringProperty(where, Errors.line(error)));
        out.writeEndObject();
    }

    private void writeHandlers(JsonGenerator out) {
        out.writeArrayPropertyStart("handlers");
        for (WorkerState handler : handlers) {
            out.writeStartObject();
            out.writeStringProperty("id", handler.worker().id().toString());
            out.writeStringProperty("host", handler.worker().host());
            out.writeNumberProperty("pid", handler.worker().pid());
            out.writeStringProperty("version", handler.worker().version());
            out.writeStringProperty("queue", handler.worker().queue());
            out.writeNumberProperty("threads", handler.load().threads());
            out.writeNumberProperty("commands", handler.load().commands());
            out.writeNumberProperty(
                    "per_second", handler.alive() ? handler.load().perSecond() : 0);
            out.writeStringProperty("started", handler.started().toString());
            out.writeNumberProperty("silent_ms", handler.silence().toMillis());
            out.writeBooleanProperty("alive", handler.alive());
            out.writeBooleanProperty("paused", handler.paused());
            out.writeEndObject();
        }
        out.writeEndArray();
    }
}
