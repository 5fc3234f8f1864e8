package dev.scale.messaging;

import java.time.Duration;
import java.util.Optional;

/**
 * How a worker works.
 *
 * @param threads consuming threads, each with one database connection
 * @param batchSize most commands a batch
 * @param maxBody largest body decoded, in bytes
 * @param handleLimit longest handling of a group's batch
 * @param drainLimit longest wait for the batches in work at close
 * @param tries what becomes of commands that are not done
 * @param canaries whether it sends a command of its own through the queue every 10 s, by which the freshness of the state is
 *     known; the last of them may stay in the queue at close, for the next worker to take
 * @param retention how long resolved dead letters are kept, and what modules call finished, such as jobs in a final state;
 *     empty: for ever
 * @param tracing how its work appears in traces
 */
public record WorkerOptions(
        int threads,
        int batchSize,
        int maxBody,
        Duration handleLimit,
        Duration drainLimit,
        TryLimits tries,
        boolean canaries,
        Optional<Duration> retention,
        Tracing tracing) {

    public WorkerOptions {
        if (threads < 1 || batchSize < 1) {
            throw new IllegalArgumentException("a worker needs at least 1 thread and a batch size of at least 1");
        }
    }

    public static final WorkerOptions DEFAULTS = new WorkerOptions(
            2,
            500,
            1024 * 1024,
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            TryLimits.DEFAULTS,
            false,
            Optional.empty(),
            Tracing.global());

    public WorkerOptions withThreads(int count) {
        return new WorkerOptions(
                count, batchSize, maxBody, handleLimit, drainLimit, tries, canaries, retention, tracing);
    }

    public WorkerOptions withBatchSize(int most) {
        return new WorkerOptions(threads, most, maxBody, handleLimit, drainLimit, tries, canaries, retention, tracing);
    }

    public WorkerOptions withHandleLimit(Duration limit) {
        return new WorkerOptions(threads, batchSize, maxBody, limit, drainLimit, tries, canaries, retention, tracing);
    }

    public WorkerOptions withTries(TryLimits limits) {
        return new WorkerOptions(
                threads, batchSize, maxBody, handleLimit, drainLimit, limits, canaries, retention, tracing);
    }

    public WorkerOptions withCanaries() {
        return new WorkerOptions(threads, batchSize, maxBody, handleLimit, drainLimit, tries, true, retention, tracing);
    }

    public WorkerOptions withRetention(Duration finished) {
        return new WorkerOptions(
                threads, batchSize, maxBody, handleLimit, drainLimit, tries, canaries, Optional.of(finished), tracing);
    }

    public WorkerOptions withTracing(Tracing other) {
        return new WorkerOptions(
                threads, batchSize, maxBody, handleLimit, drainLimit, tries, canaries, retention, other);
    }
}
