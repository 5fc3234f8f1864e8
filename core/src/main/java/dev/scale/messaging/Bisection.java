package dev.scale.messaging;

import dev.scale.messaging.store.SqlFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

/** Finds the commands to blame for a failing group: halves it, each half under a savepoint, until a failing one is alone. */
final class Bisection<C> {

    /** The inner savepoint undoes the change of mode, which would last for the transaction, and leaves the check's verdict. */
    private static final String CHECK_CONSTRAINTS = "savepoint scale_check; set constraints all immediate;"
            + " rollback to savepoint scale_check; release savepoint scale_check";

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
    Handled<C> halves(List<Item<C>> items) throws SQLException {
        if (items.size() == 1) {
            return underSavepoint(items);
        }
        List<Item<C>> left = items.subList(0, items.size() / 2);
        List<Item<C>> right = items.subList(items.size() / 2, items.size());
        int before = failures;
        Handled<C> handled = new Handled<>();
        handled.add(underSavepoint(left));
        // Where the left half is well it is the right one that fails: there is no need to see it.
        handled.add(failures == before ? halves(right) : underSavepoint(right));
        return handled;
    }

    private Handled<C> underSavepoint(List<Item<C>> items) throws SQLException {
        Savepoint savepoint = connection.setSavepoint();
        try {
            Handled<C> handled = call.of(items);
            // A deferred constraint would pass the savepoint and fail all at the commit.
            try (Statement statement = connection.createStatement()) {
                statement.execute(CHECK_CONSTRAINTS);
            }
            connection.releaseSavepoint(savepoint);
            return handled;
        } catch (HandlerFailure | SQLException e) {
            Throwable failure = e instanceof HandlerFailure thrown ? thrown.thrown() : e;
            if (stop.isAborting() || failure instanceof Unavailable || SqlFailure.of(failure) != SqlFailure.OWN) {
                throw e;
            }
            connection.rollback(savepoint);
            failures++;
            return items.size() == 1 ? Handled.ended(items.get(0), End.failed(failure)) : halves(items);
        }
    }
}
