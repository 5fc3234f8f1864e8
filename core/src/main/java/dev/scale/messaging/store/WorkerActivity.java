package dev.scale.messaging.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler process does.
 *
 * @param load what it has ended
 * @param inHand commands received and not yet acknowledged
 * @param oldestInHand how long ago the oldest of them was received; null where there is none
 * @param latencies of what it ended in the last seconds
 */
public record WorkerActivity(
        WorkerLoad load, int inHand, @Nullable Duration oldestInHand, Latencies latencies) {

    public static final WorkerActivity NONE = new WorkerActivity(WorkerLoad.NONE, 0, null, Latencies.NONE);
}
