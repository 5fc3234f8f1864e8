package dev.scale.messaging.store;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Tells apart whose fault a failure in a transaction is, by SQLSTATE (PostgreSQL manual, appendix A). */
public enum SqlFailure {
    /** As if the database were unavailable to us; only a {@link Probe} that fails as well makes it an outage. */
    OUTAGE,
    /** The transaction lost against another one; the same again succeeds. */
    CONFLICT,
    /** Something is locked by another transaction for longer than we wait. */
    LOCKED,
    /** The connection's prepared statements are not what they were; another connection succeeds. */
    STALE_PLAN,
    /** What was executed is to blame. */
    OWN;

    private static final int MOST_CAUSES = 50;
    private static final Set<String> OUTAGE_CLASSES = Set.of("08", "28", "53", "58", "XX");
    private static final Set<String> OUTAGE_STATES =
            Set.of("25006", "25P03", "25P04", "3D000", "3F000", "42501", "42P01", "42703");
    private static final Set<String> CONFLICT_STATES = Set.of("40001", "40P01");
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Set<String> STALE_STATES = Set.of("26000", "42P05");
    private static final String IN_FAILED_TRANSACTION = "25P02";

    /** Decides by the first cause that is an SQL error; what has none is {@link #OWN}. */
    public static SqlFailure of(Throwable failure) {
        Optional<SQLException> first = causes(failure)
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                // It only says that there was another failure before, which a handler has swallowed.
                .filter(sql -> !IN_FAILED_TRANSACTION.equals(sql.getSQLState()))
                .findFirst();
        return first.map(SqlFailure::ofSql).orElse(OWN);
    }

    /** Whether the server refuses us, or we do not trust it: SQLSTATE class 28, which waiting alone does not mend. */
    public static boolean isRefusal(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof SQLException sql
                        && sql.getSQLState() != null
                        && sql.getSQLState().startsWith("28"));
    }

    private static SqlFailure ofSql(SQLException failure) {
        String state = failure.getSQLState();
        if (state != null && CONFLICT_STATES.contains(state)) {
            return CONFLICT;
        }
        if (LOCK_NOT_AVAILABLE.equals(state)) {
            return LOCKED;
        }
        if ((state != null && STALE_STATES.contains(state)) || isStaleResult(failure)) {
            return STALE_PLAN;
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

    /** "Cached plan must not change result type" has the SQLSTATE of everything that is not supported. */
    private static boolean isStaleResult(SQLException failure) {
        return causes(failure)
                .filter(PSQLException.class::isInstance)
                .map(cause -> ((PSQLException) cause).getServerErrorMessage())
                .anyMatch(message -> message != null && "RevalidateCachedQuery".equals(message.getRoutine()));
    }

    /** Causes may go round in a circle. */
    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST_CAUSES);
    }
}
