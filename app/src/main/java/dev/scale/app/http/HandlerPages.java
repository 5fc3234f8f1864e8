package dev.scale.app.http;

import dev.scale.messaging.broker.Broker;
import dev.scale.messaging.broker.QueueDepth;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.core.JsonGenerator;

/** Handler processes, and the queue as the broker describes it. */
final class HandlerPages {

    private static final String HANDLERS = """
            select id::text as id, host, pid::integer as pid, version, started_at, heartbeat_at, ended_at,
                case when ended_at is not null then 'ended'
                    when heartbeat_at > now() - interval '15 s' then 'alive' else 'silent' end as state,
                paused, pause_wanted, last_batch, last_batch_at, threads, threads + 1 as connections, commands::text as commands, per_second, in_hand,
                extract(epoch from now() - in_hand_since)::float8 as oldest_in_hand_seconds,
                extract(epoch from canary_committed_at - canary_sent_at)::float8 as canary_seconds, canary_committed_at
            from scale.worker where queue = ?
            order by ended_at is not null, heartbeat_at < now() - interval '15 s', started_at desc limit 200
            """;

    private final PageDatabase database;
    private final String queue;
    private final Supplier<Optional<Broker>> broker;

    HandlerPages(PageDatabase database, String queue, Supplier<Optional<Broker>> broker) {
        this.database = database;
        this.queue = queue;
        this.broker = broker;
    }

    void serve(RoutesConfig routes) {
        routes.get("/api/handlers", this::handlers);
        routes.get("/api/queue", this::queue);
        new HandlerChanges(database, queue).serve(routes);
    }

    private void handlers(Context request) throws SQLException {
        Answer.from(database, request, (connection, generator) -> {
            generator.writeName("handlers");
            Json.rows(connection, HANDLERS, generator, queue);
        });
    }

    private void queue(Context request) {
        Broker open = broker.get().orElseThrow(() -> new Refusal(503, "the handler has not started yet"));
        QueueDepth depth = open.depth();
        var facts = open.inspect();
        Json.answer(request, 200, generator -> write(depth, facts, generator));
    }

    private void write(QueueDepth depth, java.util.Map<String, String> facts, JsonGenerator generator) {
        generator.writeStringProperty("queue", queue);
        generator.writeNumberProperty("ready", depth.ready());
        depth.inFlight().ifPresent(number -> generator.writeNumberProperty("in_flight", number));
        depth.delayed().ifPresent(number -> generator.writeNumberProperty("delayed", number));
        generator.writeObjectPropertyStart("facts");
        facts.forEach(generator::writeStringProperty);
        generator.writeEndObject();
    }
}
