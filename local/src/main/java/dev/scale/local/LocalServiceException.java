package dev.scale.local;

/** A service could not be started alongside; the message says why and what to do. */
public final class LocalServiceException extends RuntimeException {
    public LocalServiceException(String message) {
        super(message);
    }

    public LocalServiceException(String message, Throwable cause) {
        super(message, cause);
    }
}
