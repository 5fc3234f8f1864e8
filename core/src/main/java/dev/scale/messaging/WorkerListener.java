package dev.scale.messaging;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Hears what a worker does; called on its threads, so it must be quick and must not throw. */
public interface WorkerListener {

    /** Hears nothing. */
    WorkerListener NONE = new WorkerListener() {};

    /** A consuming thread receives from the queue now: after the start, and again after each pause and loss of the broker. */
    default void receiving() {}

    /** The ends of a group's commands were committed. */
    default void committed(String group, List<Ended> commands, Instant at) {}

    /** Parts of a group's commands that are done though they had nothing to act on, by reason; never empty. */
    default void withoutEffect(String group, Map<String, Integer> parts) {}

    /** A command and how its delivery ended. */
    record Ended(Envelope command, Outcome outcome) {}
}
