package dev.scale.messaging;

import dev.scale.messaging.store.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the commands to blame for a failing group: halves it, each half under a savepoint, until a failing one is alone. */
final class Bisection<C> {

    /** The inner savepoint undoes the change of mode, which would last for the transaction, and leaves the check's verdict. */
    private static final String CHECK_CONSTRAINTS = "savepoint scale_check; set constraints all immediate;"
            + " rollback to savepoint scale_check; release savepoint scale_check";

    private final Connection connection;
    private final CommandHandler<C> handler;
    private final StopSignal stop;

    Bisection(Connection connection, CommandHandler<C> handler, StopSignal stop) {
        this.connection = connection;
        this.handler = handler;
        this.stop = stop;
    }

    /** Handles items of which the whole is known to fail. */
    Map<Item<C>, End> halves(List<Item<C>> items) throws SQLException {
        if (items.size() == 1) {
            return underSavepoint(items);
        }
        Map<Item<C>, End> ends = new LinkedHashMap<>();
        ends.putAll(underSavepoint(items.subList(0, items.size() / 2)));
        ends.putAll(underSavepoint(items.subList(items.size() / 2, items.size())));
        return ends;
    }

    private Map<Item<C>, End> underSavepoint(List<Item<C>> items) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            Map<Item<C>, End> ends = callHandler(connection, handler, items);
            // A deferred constraint would pass the savepoint and fail all at the commit.
            try (Statement statement = connection.createStatement()) {
                statement.execute(CHECK_CONSTRAINTS);
            }
            connection.releaseSavepoint(savepoint);
            return ends;
        } catch (HandlerFailure | SQLException e) {
            Throwable failure = e instanceof HandlerFailure thrown ? thrown.thrown() : e;
            if (stop.isAborting() || SqlFailure.of(failure) != SqlFailure.OWN) {
                throw e;
            }
            connection.rollback(savepoint);
            return items.size() == 1 ? Map.of(items.get(0), End.failed(failure)) : halves(items);
        }
    }

    /** Calls a handler with a unit of work of its own; whatever it throws comes out as a {@link HandlerFailure}. */
    static <C> Map<Item<C>, End> callHandler(Connection connection, CommandHandler<C> handler, List<Item<C>> items) {
        List<Received<C>> commands = items.stream().map(Item::command).toList();
        RecordingUnit unit = new RecordingUnit(connection, commands);
        try {
            handler.handle(commands, unit);
        } catch (OutOfMemoryError e) {
            throw e;
        } catch (Throwable e) {
            // Errors too: a StackOverflowError or a missing class is this command's trouble, not its neighbours'.
            throw new HandlerFailure(e);
        }
        Map<Item<C>, End> ends = new LinkedHashMap<>();
        items.forEach(item -> ends.put(item, unit.endOf(item.command())));
        return ends;
    }
}
