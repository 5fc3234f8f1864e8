package dev.scale.messaging.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/** Which failures a pooled connection does not survive, where the pool's own list is wrong. */
final class DeadConnections implements SQLExceptionOverride {

    /** The server has ended the session: it was idle in its transaction, or in it for too long. */
    private static final Set<String> ENDED = Set.of("25P03", "25P04");

    /** Something is not supported: true of the statement and not of the connection. */
    private static final String NOT_SUPPORTED = "0A000";

    @java.lang.Override
    public Override adjudicate(SQLException failure) {
        String state = failure.getSQLState();
        if (SqlFailure.of(failure) == SqlFailure.STALE_PLAN || (state != null && ENDED.contains(state))) {
            return Override.MUST_EVICT;
        }
        return NOT_SUPPORTED.equals(state) ? Override.DO_NOT_EVICT : Override.CONTINUE_EVICT;
    }
}
