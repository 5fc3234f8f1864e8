package dev.scale.local;

/** A service started alongside: it runs in a process of its own, which ends when this object is closed or this JVM dies. */
public interface LocalService extends AutoCloseable {

    /**
     * The URL to reach it, with its random credentials: a secret, not to be printed. It stays the same over a restart, unless another
     * program has taken the port in between.
     */
    String url();

    /** One line for people: what runs, where it listens, where its data is; no secret in it. */
    String description();

    /** The process that serves, to watch or, in tests, to kill. */
    long pid();

    /** Stops the service in good order and waits until it is gone; its data stays. Idempotent. */
    @Override
    void close();
}
