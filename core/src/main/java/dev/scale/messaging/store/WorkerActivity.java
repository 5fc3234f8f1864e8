package dev.scale.messaging.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler process has to do.
 *
 * @param inHand commands received and not yet acknowledged
 * @param oldestInHand how long ago the oldest of them was received; null where there is none
 * @param latencies of what it ended in the last seconds
 */
public record WorkerActivity(int inHand, @Nullable Duration oldestInHand, Latencies latencies) {

    public static final WorkerActivity NONE = new WorkerActivity(0, null, Latencies.NONE);
}
