package dev.scale.messaging;

import java.sql.Connection;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The unit of work of one call of a handler: records the ends that it names. */
final class RecordingUnit implements UnitOfWork {

    private final Connection connection;
    private final IdentityHashMap<Received<?>, End> ends = new IdentityHashMap<>();

    RecordingUnit(Connection connection, List<? extends Received<?>> commands) {
        this.connection = GuardedConnection.around(connection);
        commands.forEach(command -> ends.put(command, End.DONE));
    }

    @Override
    public Connection connection() {
        return connection;
    }

    @Override
    public void reject(Received<?> command, String reason, byte @Nullable [] remainder) {
        end(command, new End(new Outcome.DeadLetter(reason), remainder));
    }

    @Override
    public void retryLater(Received<?> command, @Nullable Duration delay, String reason, byte @Nullable [] remainder) {
        end(command, new End(new Outcome.Later(true, delay == null ? Duration.ZERO : delay, reason), remainder));
    }

    @Override
    public void notYet(Received<?> command, String reason, byte @Nullable [] remainder) {
        end(command, new End(new Outcome.Later(false, Duration.ZERO, reason), remainder));
    }

    /** What the handler said of a command; silence means done. */
    End endOf(Received<?> command) {
        return Objects.requireNonNull(ends.get(command));
    }

    private void end(Received<?> command, End end) {
        End before = ends.replace(command, end);
        if (before == null) {
            throw new IllegalArgumentException(
                    "command " + command.id() + " is not one of those to handle: name the very object that was given");
        }
        if (!before.equals(End.DONE)) {
            throw new IllegalStateException("the end of command " + command.id() + " is named twice");
        }
    }
}
