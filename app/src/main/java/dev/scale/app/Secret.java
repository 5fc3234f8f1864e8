package dev.scale.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** A setting that may stand in a file, which is read again whenever it is asked for, so that it can change while we run. */
record Secret(Configuration configuration, Setting setting) {

    /** At the start a file that cannot be read is a mistake: a {@link Failure} of usage. */
    void check() {
        configuration.text(setting);
    }

    /** Later on it is an outage: throws UncheckedIOException with a line that names the file. */
    Optional<String> now() {
        try {
            return configuration.text(setting);
        } catch (Failure unreadable) {
            throw new UncheckedIOException(new IOException(unreadable.getMessage(), unreadable));
        }
    }
}
