package dev.scale.messaging;

/** The database was unavailable; what is not committed has not happened, and no command is to blame. */
class DatabaseOutage extends Exception {

    DatabaseOutage(String reason) {
        super(reason);
    }

    DatabaseOutage(Throwable cause) {
        super(cause.getMessage(), cause);
    }
}
