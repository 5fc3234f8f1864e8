package dev.scale.messaging;

import dev.scale.messaging.store.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Finds the commands to blame for a failing group: halves it, each half under a savepoint, until a failing one is alone. */
final class Bisection<C> {

    private static final String OPEN = "savepoint scale_part";

    private static final String UNDO = "rollback to savepoint scale_part";

    /**
     * Keeps a part and opens the next one, all in one round trip. A deferred constraint would pass the savepoint and fail
     * all at the commit, so it is checked here; the inner savepoint undoes the change of mode, which would last for the
     * transaction, and leaves the verdict.
     */
    private static final String KEEP = "savepoint scale_check; set constraints all immediate;"
            + " rollback to savepoint scale_check; release savepoint scale_check;"
            + " release savepoint scale_part; savepoint scale_part";

    private final HandlerCall<C> call;
    private final Connection connection;
    private final StopSignal stop;
    private int failures;

    Bisection(HandlerCall<C> call, StopSignal stop) {
        this.call = call;
        this.connection = call.connection();
        this.stop = stop;
    }

    /** Handles items of which the whole is known to fail. */
    Handled<C> handle(List<Item<C>> items) throws SQLException {
        execute(OPEN);
        return halves(items);
    }

    /**
     * Whether the transaction may go on after rolling back to a savepoint: not where the driver may have lost its place
     * (the stack overflowed), nor where locks would be held for many handle limits, nor where it is no command's failure.
     */
    static boolean canUndo(Throwable failure) {
        return !(failure instanceof VirtualMachineError
                || failure instanceof HandlerOvertime
                || failure instanceof Unavailable);
    }

    private Handled<C> halves(List<Item<C>> items) throws SQLException {
        if (items.size() == 1) {
            return part(items);
        }
        List<Item<C>> left = items.subList(0, items.size() / 2);
        List<Item<C>> right = items.subList(items.size() / 2, items.size());
        int before = failures;
        Handled<C> handled = new Handled<>();
        handled.add(part(left));
        // Where the left half is well it is the right one that fails: there is no need to see it.
        handled.add(failures == before ? halves(right) : part(right));
        return handled;
    }

    private Handled<C> part(List<Item<C>> items) throws SQLException {
        try {
            Handled<C> handled = call.of(items);
            execute(KEEP);
            return handled;
        } catch (HandlerFailure | SQLException e) {
            Throwable failure = e instanceof HandlerFailure thrown ? thrown.thrown() : e;
            if (stop.isAborting() || SqlFailure.of(failure) != SqlFailure.OWN || !canUndo(failure)) {
                throw e;
            }
            execute(UNDO);
            failures++;
            return items.size() == 1 ? Handled.ended(items.get(0), End.failed(failure)) : halves(items);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
