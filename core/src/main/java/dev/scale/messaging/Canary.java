package dev.scale.messaging;

import dev.scale.messaging.store.Canaries;
import dev.scale.messaging.store.WorkerRow;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A command that does nothing but show how long commands take from sending to commit. It takes their way, except that nobody
 * counts it: it leaves no row in the inbox, and listeners do not hear of it.
 *
 * @param worker the process that sent it; null where somebody else did
 * @param sent when, by the database's clock
 */
record Canary(@Nullable UUID worker, Instant sent) {

    static final CommandType<Canary> TYPE = CommandType.of("scale_canary", new Codec());

    /** Whoever gets it notes that it came through. */
    static HandlerGroup<Canary> handlers() {
        return HandlerGroup.of(TYPE, Canary::note).idempotent(canary -> true);
    }

    /** Whether a group's commands are canaries. */
    static boolean isOf(String group) {
        return group.equals(TYPE.name());
    }

    /** A canary has the same id however often it is sent. */
    static Command of(WorkerRow worker, Instant sent) {
        return Command.of(TYPE, new Canary(worker.id(), sent), Command.idOf("canary", worker.id(), sent));
    }

    private static void note(List<Received<Canary>> canaries, UnitOfWork unit) throws SQLException {
        Map<UUID, Instant> back = new HashMap<>();
        for (Received<Canary> received : canaries) {
            UUID worker = received.body().worker();
            if (worker != null) {
                back.merge(worker, received.body().sent(), (one, other) -> one.isAfter(other) ? one : other);
            }
        }
        Canaries.committed(unit.connection(), back);
    }

    /** Whatever somebody else may send under this name is no reason for a dead letter. */
    private static final class Codec implements BodyCodec<Canary> {

        @Override
        public Canary read(JsonParser parser) {
            UUID worker = null;
            Instant sent = Instant.EPOCH;
            try {
                while (parser.nextToken() != null) {
                    if (parser.currentToken() == JsonToken.VALUE_STRING && "worker".equals(parser.currentName())) {
                        worker = UUID.fromString(parser.getString());
                    } else if (parser.currentToken() == JsonToken.VALUE_STRING && "sent".equals(parser.currentName())) {
                        sent = Timestamps.parse(parser.getString());
                    }
                }
            } catch (IllegalArgumentException | InvalidCommandException e) {
                worker = null;
            }
            return new Canary(worker, sent);
        }

        @Override
        public void write(Canary canary, JsonGenerator out) {
            out.writeStartObject();
            out.writeStringProperty("worker", String.valueOf(canary.worker()));
            out.writeStringProperty("sent", Timestamps.format(canary.sent()));
            out.writeEndObject();
        }
    }
}
