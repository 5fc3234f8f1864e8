package dev.scale.messaging;

import dev.scale.messaging.broker.Headers;
import dev.scale.messaging.store.OutboxMessage;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The unit of work of one call of a handler: records the ends that it names and the follow-ups that it sends. */
final class RecordingUnit implements UnitOfWork {

    private final Connection connection;
    private final boolean remembered;
    private final Map<String, String> trace;
    private final Instant now;
    private final IdentityHashMap<Received<?>, End> ends = new IdentityHashMap<>();
    private final List<OutboxMessage> followUps = new ArrayList<>();
    private final Map<String, Integer> withoutEffect = new HashMap<>(0);

    /**
     * @param remembered whether the inbox keeps all of the commands from being handled twice
     * @param trace the trace context of follow-ups, as headers
     * @param now by the database's clock
     */
    RecordingUnit(
            Connection connection,
            List<? extends Received<?>> commands,
            boolean remembered,
            Map<String, String> trace,
            Instant now) {
        this.connection = GuardedConnection.around(connection);
        this.remembered = remembered;
        this.trace = trace;
        this.now = now;
        commands.forEach(command -> ends.put(command, End.DONE));
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public <F> void send(CommandType<F> type, F body) {
        sendAt(type, body, now);
    }

    @Override
    public <F> void send(CommandType<F> type, F body, String id) {
        sendAt(type, body, id, now);
    }

    @Override
    public <F> void sendAt(CommandType<F> type, F body, Instant due) {
        if (!remembered) {
            throw new IllegalStateException("a command that is handled without the inbox may be handled again: give the"
                    + " follow-up '" + type.name() + "' an id that follows from what has changed, Command.idOf(...)");
        }
        sendAt(type, body, Command.newId(), due);
    }

    @Override
    public <F> void sendAt(CommandType<F> type, F body, String id, Instant due) {
        Command command = Command.of(type, body, id);
        Map<String, String> headers = new HashMap<>(trace);
        headers.put(Headers.SENT, Timestamps.format(now));
        followUps.add(new OutboxMessage(
                command.id(), 1, EnvelopeCodec.encode(command.type(), command.body()), headers, command.group(), due));
    }

    @Override
    public void reject(Received<?> command, String reason, byte @Nullable [] remainder) {
        end(command, End.refused(reason, remainder));
    }

    @Override
    public void retryLater(Received<?> command, @Nullable Duration delay, String reason, byte @Nullable [] remainder) {
        end(command, End.failed(reason, delay, remainder));
    }

    @Override
    public void notYet(Received<?> command, String reason, byte @Nullable [] remainder) {
        end(command, End.early(reason, remainder));
    }

    @Override
    public void withoutEffect(String reason, int parts) {
        if (parts > 0) {
            withoutEffect.merge(reason, parts, Integer::sum);
        }
    }

    /** What the handler said of a command; silence means done. */
    End endOf(Received<?> command) {
        return Objects.requireNonNull(ends.get(command));
    }

    List<OutboxMessage> followUps() {
        return followUps;
    }

    Map<String, Integer> withoutEffect() {
        return withoutEffect;
    }

    private void end(Received<?> command, End end) {
        End before = ends.get(command);
        if (before == null) {
            throw new IllegalArgumentException(
                    "command " + command.id() + " is not one of those to handle: name the very object that was given");
        }
        ends.put(command, before.equals(End.DONE) ? end : both(command, before, end));
    }

    /** One part may come later while another is given up: two things that cannot be said of the same part. */
    private static End both(Received<?> command, End one, End other) {
        boolean parts = one.remainder() != null && other.remainder() != null;
        if (!parts || one.beside() != null || one.isLater() == other.isLater()) {
            throw new IllegalStateException("the end of command " + command.id() + " is named twice");
        }
        return one.isLater() ? one.with(other) : other.with(one);
    }
}
