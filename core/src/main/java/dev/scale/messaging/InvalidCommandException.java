package dev.scale.messaging;

/** A command that no handler can ever read. The message says what is wrong with it and where. */
public final class InvalidCommandException extends RuntimeException {

    public InvalidCommandException(String message) {
        super(message);
    }

    public InvalidCommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
