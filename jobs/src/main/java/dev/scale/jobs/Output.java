package dev.scale.jobs;

import org.jspecify.annotations.Nullable;

/**
 * The output of an execution.
 *
 * @param json null where it is in the execution's row already: it is not read, since only its being there matters
 */
record Output(@Nullable String json) {

    static final Output STORED = new Output(null);
}
