package dev.scale.app;

import dev.scale.messaging.InvalidCommandException;
import dev.scale.messaging.NotConfirmedException;
import dev.scale.messaging.broker.BrokerException;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;

/** What an error means for the person at the terminal: an exit code and one line. */
final class Errors {

    /** SQLSTATE classes that say that the database is away or cannot serve now. */
    private static final Set<String> AWAY = Set.of("08", "53", "58");

    private Errors() {}

    static int exitCode(Throwable error) {
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

    /** One line; where the database is to blame its own words, since a pool's only say that it waited in vain. */
    static String line(Throwable error) {
        Throwable told = error instanceof Failure
                ? error
                : sql(error).map(Throwable.class::cast).orElse(error);
        String message = told.getMessage();
        String line = message == null
                ? told.getClass().getSimpleName()
                : message.strip().replaceAll("\\s*\\R\\s*", " ");
        return told instanceof SQLException ? "database: " + line : line;
    }

    /** Whether the database cannot be reached or used now, so that trying again later is right. */
    static boolean databaseIsAway(Throwable error) {
        return sql(error)
                .map(Errors::state)
                .filter(state ->
                        state.startsWith("57P") || (state.length() == 5 && AWAY.contains(state.substring(0, 2))))
                .isPresent();
    }

    static boolean refusesCredentials(Throwable error) {
        return sql(error)
                .map(Errors::state)
                .filter(state -> state.startsWith("28"))
                .isPresent();
    }

    private static String state(SQLException error) {
        return error.getSQLState() == null ? "" : error.getSQLState();
    }

    /** The innermost exception of the database. */
    private static Optional<SQLException> sql(Throwable error) {
        Optional<SQLException> found = Optional.empty();
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                found = Optional.of(sql);
            }
        }
        return found;
    }
}
