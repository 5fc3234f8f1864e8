package dev.scale.local;

import java.nio.file.Path;

/** Stub. */
public final class EmbeddedBroker {
    private EmbeddedBroker() {}

    /** Starts it over the data in a folder, which is made when missing; throws LocalServiceException with one line that says what to do. */
    public static LocalService start(Path folder) {
        throw new UnsupportedOperationException(folder.toString());
    }
}
