package dev.scale.messaging.store;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a handler process does.
 *
 * @param load what it has ended
 * @param types the same by command type; null where there is nothing new
 * @param inHand commands received and not yet acknowledged
 * @param oldestInHand how long ago the oldest of them was received; null where there is none
 * @param latencies of what it ended in the last seconds
 * @param paused whether it receives nothing because it was told so
 * @param pauseHeard whether it has heard that operators want it to pause, in case its row is gone
 */
public record WorkerActivity(
        WorkerLoad load,
        @Nullable Map<String, TypeLoad> types,
        int inHand,
        @Nullable Duration oldestInHand,
        Latencies latencies,
        boolean paused,
        boolean pauseHeard) {

    public static final WorkerActivity NONE =
            new WorkerActivity(WorkerLoad.NONE, null, 0, null, Latencies.NONE, false, false);
}
