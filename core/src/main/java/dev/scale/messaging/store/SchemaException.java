package dev.scale.messaging.store;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** The tables are not those that this program needs, or could not be brought to their newest version. */
public final class SchemaException extends RuntimeException {

    private static final int MOST_CAUSES = 50;

    SchemaException(String message) {
        super(message);
    }

    SchemaException(String what, Throwable cause) {
        super(what + ": " + reason(cause), cause);
    }

    /** Whether the database was unavailable, or somebody reads the tables that are to change: then trying again later is right. */
    public boolean outage() {
        return getCause() != null
                && Set.of(SqlFailure.OUTAGE, SqlFailure.LOCKED).contains(SqlFailure.of(getCause()));
    }

    /** The database's own words, else the first line. */
    private static String reason(Throwable thrown) {
        Optional<SQLException> database = Optional.empty();
        Throwable cause = thrown;
        for (int depth = 0; depth < MOST_CAUSES && cause != null && database.isEmpty(); depth++) {
            if (cause instanceof SQLException sql) {
                database = Optional.of(sql);
            }
            cause = cause.getCause();
        }
        String words = String.valueOf(
                database.<Throwable>map(sql -> sql).orElse(thrown).getMessage());
        return words.lines().filter(line -> !line.isBlank()).findFirst().orElse("no reason given");
    }
}
