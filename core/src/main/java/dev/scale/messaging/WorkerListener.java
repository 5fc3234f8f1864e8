package dev.scale.messaging;

import java.time.Instant;
import java.util.List;

/** Hears what a worker does; called on its threads, so it must be quick and must not throw. */
public interface WorkerListener {

    /** Hears nothing. */
    WorkerListener NONE = new WorkerListener() {};

    /** A consuming thread receives from the queue now: after the start, and again after each pause and loss of the broker. */
    default void receiving() {}

    /** The ends of a group's commands were committed. */
    default void committed(String group, List<Ended> commands, Instant at) {}

    /** A command and how its delivery ended. */
    record Ended(Envelope command, Outcome outcome) {}
}
