package dev.scale.jobs;

import org.jspecify.annotations.Nullable;

/** What an execution failed with: a name, or the number of an error in the table of errors. */
public sealed interface JobError {

    /** @param message what happened this time, for people */
    record Named(String name, @Nullable String message) implements JobError {}

    record Numbered(long id) implements JobError {}

    /** An error by name, without a message. */
    static JobError named(String name) {
        return new Named(name, null);
    }
}
