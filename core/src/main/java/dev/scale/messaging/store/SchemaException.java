package dev.scale.messaging.store;

/** The tables could not be brought to their newest version. */
public final class SchemaException extends RuntimeException {

    SchemaException(String module, Throwable cause) {
        super("the tables of '" + module + "' cannot be migrated: " + firstLine(cause), cause);
    }

    /** Whether the database was unavailable, so that trying again later is right. */
    public boolean outage() {
        return getCause() != null && SqlFailure.of(getCause()) == SqlFailure.OUTAGE;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage())
                .lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse("no reason given");
    }
}
