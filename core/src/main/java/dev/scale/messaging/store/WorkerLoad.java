package dev.scale.messaging.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a handler process ends.
 *
 * @param threads that consume
 * @param commands ended since its start
 * @param perSecond ended a second, lately
 * @param lastBatch commands of the transaction that was committed last
 * @param sinceLastBatch how long ago that was; null where there has been none, or nobody asked
 */
public record WorkerLoad(
        int threads,
        long commands,
        double perSecond,
        int lastBatch,
        @Nullable Duration sinceLastBatch) {

    public static final WorkerLoad NONE = new WorkerLoad(0, 0, 0);

    /** One that has committed nothing yet. */
    public WorkerLoad(int threads, long commands, double perSecond) {
        this(threads, commands, perSecond, 0, null);
    }

    /** The same with what was committed last. */
    public WorkerLoad withLastBatch(int number, Duration ago) {
        return new WorkerLoad(threads, commands, perSecond, number, ago);
    }
}
