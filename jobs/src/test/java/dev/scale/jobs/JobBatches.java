package dev.scale.jobs;

import dev.scale.messaging.Command;
import dev.scale.messaging.CommandType;
import dev.scale.messaging.Envelope;
import dev.scale.messaging.Received;
import dev.scale.messaging.UnitOfWork;
import dev.scale.messaging.store.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;

/** Gives batches of commands to the handler, each in a transaction of its own, and keeps what it says about them. */
final class JobBatches {

    private static final Map<String, CommandType<? extends JobCommand>> TYPES =
            JobsModule.JOB_COMMANDS.stream().collect(Collectors.toMap(CommandType::name, type -> type));

    private final Transactions transactions;
    private int withoutEffect;

    JobBatches(Transactions transactions) {
        this.transactions = transactions;
    }

    /** How a command ended: EARLY or REJECTED, with the reason and the remainder. */
    record End(String kind, String reason, @Nullable String remainder) {}

    /** Handles a batch; returns the ends of those commands that are not simply done, by message id. */
    Map<String, End> handle(List<Command> commands) throws SQLException {
        return handle(commands, UnaryOperator.identity());
    }

    Map<String, End> handle(List<Command> commands, UnaryOperator<Connection> wrapped) throws SQLException {
        List<Received<JobCommand>> received =
                commands.stream().map(JobBatches::received).toList();
        return transactions.run(connection -> {
            RecordingUnit unit = new RecordingUnit(wrapped.apply(connection));
            new JobHandler().handle(received, unit);
            withoutEffect += unit.withoutEffect;
            return unit.ends;
        });
    }

    /** How many parts of all commands so far had nothing to act on. */
    int withoutEffect() {
        return withoutEffect;
    }

    /** The one remainder of some leftovers. */
    static @Nullable String rest(Leftovers leftovers) {
        RecordingUnit unit = new RecordingUnit(null);
        leftovers.report(unit);
        return unit.ends.values().iterator().next().remainder();
    }

    static Received<JobCommand> received(Command command) {
        CommandType<? extends JobCommand> type = TYPES.get(command.type());
        Envelope envelope = new Envelope(command.type(), command.body(), Optional.of(command.id()), 1, 1, Map.of());
        try (JsonParser parser = FreeJson.FACTORY.createParser(ObjectReadContext.empty(), command.body())) {
            return new Received<>(type, type.codec().read(parser), envelope);
        }
    }

    private static final class RecordingUnit implements UnitOfWork {

        private final Connection connection;
        private final Map<String, End> ends = new LinkedHashMap<>();
        private int withoutEffect;

        RecordingUnit(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection connection() {
            return connection;
        }

        @Override
        public <F> void send(CommandType<F> type, F body) {
            throw new AssertionError("no follow-up is expected");
        }

        @Override
        public <F> void send(CommandType<F> type, F body, String id) {
            send(type, body);
        }

        @Override
        public <F> void sendAt(CommandType<F> type, F body, Instant due) {
            send(type, body);
        }

        @Override
        public <F> void sendAt(CommandType<F> type, F body, String id, Instant due) {
            send(type, body);
        }

        @Override
        public void reject(Received<?> command, String reason, byte @Nullable [] remainder) {
            end(command, "REJECTED", reason, remainder);
        }

        @Override
        public void retryLater(
                Received<?> command, @Nullable Duration delay, String reason, byte @Nullable [] remainder) {
            end(command, "FAILED", reason, remainder);
        }

        @Override
        public void notYet(Received<?> command, String reason, byte @Nullable [] remainder) {
            end(command, "EARLY", reason, remainder);
        }

        @Override
        public void withoutEffect(String reason, int parts) {
            withoutEffect += parts;
        }

        private void end(Received<?> command, String kind, String reason, byte @Nullable [] remainder) {
            String rest = remainder == null ? null : new String(remainder, StandardCharsets.UTF_8);
            if (ends.put(command.id(), new End(kind, reason, rest)) != null) {
                throw new IllegalStateException("a second end for " + command.id());
            }
        }
    }
}
