package dev.scale.local;

import java.io.IOException;
import java.time.Duration;

/** The starting of one service: waits until it is up, and starts it again when a port was taken by another program in between. */
final class Startup {
    /** Recovery after a kill may read much. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final int TRIES = 5;

    private Startup() {}

    /** One try: starts the service on ports that were free just now and returns when it is up. */
    interface Try {
        RunningService start() throws IOException;
    }

    /** Whether the service is up. */
    interface Condition {
        boolean holds() throws IOException;
    }

    /** The try found its port taken; another one may not. */
    static final class PortTakenException extends IOException {
        PortTakenException(String message) {
            super(message);
        }
    }

    /** Starts a service over a folder, which is closed again when that fails. */
    static LocalService of(ServiceFolder folder, Try start) {
        try {
            for (int tries = 1; ; tries++) {
                try {
                    RunningService service = start.start();
                    folder.ready(service.software());
                    return service;
                } catch (PortTakenException e) {
                    if (tries == TRIES) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            folder.close();
            throw new LocalServiceException(
                    folder.software() + " does not start over " + folder.path() + ": " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    static String describe(Software software, int port, ServiceFolder folder) {
        return software + " on 127.0.0.1:" + port + ", data in " + folder.path();
    }

    /**
     * Waits until a service is up; stops it when it does not come up.
     *
     * @param portTaken words in its output by which a port in use is known
     */
    static void await(GuardedProcess process, Condition up, String portTaken) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!up.holds()) {
                if (!process.isAlive()) {
                    throw ended(process, portTaken);
                }
                if (System.nanoTime() > deadline) {
                    throw new IOException("not up after " + PATIENCE.toMinutes() + " minutes; see " + process.log());
                }
                Thread.sleep(20);
            }
        } catch (InterruptedException e) {
            process.stop();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while it was starting", e);
        } catch (IOException | RuntimeException | Error e) {
            process.stop();
            throw e;
        }
    }

    private static IOException ended(GuardedProcess process, String portTaken) throws IOException {
        String output = process.output();
        if (output.contains(portTaken)) {
            return new PortTakenException("every port that it was given was taken by another program");
        }
        String last = output.lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .reduce("it printed nothing", (before, line) -> line);
        return new IOException("it ended at once, saying: " + last.strip() + " (see " + process.log() + ")");
    }
}
