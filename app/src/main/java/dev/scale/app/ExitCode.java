package dev.scale.app;

/** What the program's exit code says. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILED = 1;
    /** Wrong arguments or settings. */
    public static final int USAGE = 2;
    /** Broker or database cannot be reached. */
    public static final int UNREACHABLE = 69;
    /** The process gave itself up: out of memory, or a handler that did not end. */
    public static final int HALTED = 70;
    /**
     * Broker or database do not let us in or do not let us do it: they refuse our credentials or certificate, or this user
     * lacks a right; or we do not trust their certificate.
     */
    public static final int REFUSED = 77;

    private ExitCode() {}
}
