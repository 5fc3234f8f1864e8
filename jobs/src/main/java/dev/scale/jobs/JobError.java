package dev.scale.jobs;

import org.jspecify.annotations.Nullable;

/** What an execution failed with: a name, or the number of an error in the table of errors. */
public sealed interface JobError {

    /**
     * An error by name; the name is made known when it is first used.
     *
     * @param message what happened this time, for people
     */
    record Named(String name, @Nullable String message) implements JobError {}

    /** An error by its number in the table of errors. */
    record Numbered(long id) implements JobError {}

    /** An error by name, without a message. */
    static JobError named(String name) {
        return new Named(name, null);
    }
}
