package dev.scale.app;

import dev.scale.messaging.InvalidCommandException;
import dev.scale.messaging.NotConfirmedException;
import dev.scale.messaging.broker.BrokerException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What an error means for the person at the terminal: an exit code and one line. */
public final class Errors {

    /** SQLSTATE classes that say that the database is away or cannot serve now. */
    private static final Set<String> AWAY = Set.of("08", "53", "58");

    /** No such database; a server that takes no writes. */
    private static final Set<String> AWAY_STATES = Set.of("3D000", "25006");

    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final int MOST_CAUSES = 50;

    private Errors() {}

    /** One of the numbers of {@link ExitCode}. */
    public static int exitCode(Throwable error) {
        if (error instanceof Failure failure) {
            return failure.exitCode();
        }
        if (error instanceof BrokerException.Unavailable || error instanceof NotConfirmedException) {
            return ExitCode.UNREACHABLE;
        }
        if (error instanceof BrokerException.Refused) {
            return ExitCode.REFUSED;
        }
        if (error instanceof BrokerException.Misconfigured || error instanceof InvalidCommandException) {
            return ExitCode.USAGE;
        }
        if (error instanceof OutOfMemoryError) {
            return ExitCode.HALTED;
        }
        if (refusesCredentials(error)) {
            return ExitCode.REFUSED;
        }
        return databaseIsAway(error) ? ExitCode.UNREACHABLE : ExitCode.FAILED;
    }

    /** One line. */
    public static String line(Throwable error) {
        String message = error.getMessage();
        return message == null
                ? error.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }

    /** Whether the database cannot be reached or used now, so that trying again later is right. */
    static boolean databaseIsAway(Throwable error) {
        return state(error)
                .filter(state -> state.startsWith("57P")
                        || AWAY_STATES.contains(state)
                        || (state.length() == 5 && AWAY.contains(state.substring(0, 2))))
                .isPresent();
    }

    /** Whether the database does not let us in, or we it, or it does not let us do what we must. */
    static boolean refusesCredentials(Throwable error) {
        return state(error)
                .filter(state -> state.startsWith("28") || state.equals(INSUFFICIENT_PRIVILEGE))
                .isPresent();
    }

    /** Whether somebody can mend it at the database, while a handler waits. */
    static boolean worthWaiting(Throwable error) {
        return databaseIsAway(error) || refusesCredentials(error);
    }

    /** The SQLSTATE of the first exception of the database that has one: further down are the driver's, for the same. */
    private static Optional<String> state(Throwable error) {
        Throwable cause = error;
        for (int depth = 0; depth < MOST_CAUSES && cause != null; depth++) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return Optional.of(sql.getSQLState());
            }
            cause = cause.getCause();
        }
        return Optional.empty();
    }
}
