package dev.scale.jobs;

import org.jspecify.annotations.Nullable;

/**
 * JSON that is kept in an execution's row: its output, the results of its tasks.
 *
 * @param json null where it is in the row already: it is not read, since only its being there matters
 */
record StoredJson(@Nullable String json) {

    static final StoredJson THERE = new StoredJson(null);
}
