package dev.scale.messaging.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells apart whose fault a failure in a transaction is, by SQLSTATE (PostgreSQL manual, appendix A). */
public enum SqlFailure {
    /** The database is unavailable to us: nobody's command is to blame. */
    OUTAGE,
    /** The transaction lost against another one; the same again succeeds. */
    CONFLICT,
    /** What was executed is to blame. */
    OWN;

    private static final int MOST_CAUSES = 50;
    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "53", "58", "XX", "28");
    private static final Set<String> OUTAGE_STATES = Set.of("25006", "25P03", "3D000", "42501", "42P01", "42703");
    private static final Set<String> CONFLICT_STATES = Set.of("40001", "40P01");

    /** Decides by the first cause that is an SQL error; what has none is {@link #OWN}. */
    public static SqlFailure of(Throwable failure) {
        Throwable cause = failure;
        // Causes may go round in a circle.
        for (int depth = 0; depth < MOST_CAUSES && cause != null; depth++) {
            if (cause instanceof SQLException sql) {
                return ofSql(sql);
            }
            cause = cause.getCause();
        }
        return OWN;
    }

    private static SqlFailure ofSql(SQLException failure) {
        String state = failure.getSQLState();
        if (state != null && CONFLICT_STATES.contains(state)) {
            return CONFLICT;
        }
        boolean connection = failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof SQLRecoverableException;
        return connection || isOutage(state) ? OUTAGE : OWN;
    }

    private static boolean isOutage(@Nullable String state) {
        return state != null
                && state.length() == 5
                && (OUTAGE_CLASSES.contains(state.substring(0, 2))
                        || state.startsWith("57P")
                        || OUTAGE_STATES.contains(state));
    }
}
