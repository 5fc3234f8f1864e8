package dev.scale.messaging;

/** The database was unavailable; nothing of the transaction has happened, and no command is to blame. */
final class DatabaseOutage extends Exception {

    DatabaseOutage(String reason) {
        super(reason);
    }

    DatabaseOutage(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
