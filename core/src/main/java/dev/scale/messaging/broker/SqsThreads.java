package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Daemon threads that are there while there is work: the SDK's requests block. */
final class SqsThreads {

    private static final int IDLE_SECONDS = 30;

    private SqsThreads() {}

    /** Runs so many tasks at once; the others wait. */
    static ThreadPoolExecutor pool(String purpose, int most) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                most, most, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons(purpose));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    /** Runs every task at once. */
    static ThreadPoolExecutor unbounded(String purpose) {
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons(purpose));
    }

    static ScheduledThreadPoolExecutor timer(String purpose) {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, daemons(purpose + "-timer"));
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** Waits for the end, of whatever kind, and no longer than this. */
    static void await(CompletableFuture<?> end, Duration limit) {
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException notDone) {
            // what is not settled comes again once its visibility timeout has passed
        }
    }

    /** Lets tasks that run, and none that come, end within this time; interrupts the others. */
    static void end(ThreadPoolExecutor pool, Duration limit) {
        pool.shutdown();
        try {
            pool.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        pool.shutdownNow();
    }

    private static ThreadFactory daemons(String purpose) {
        AtomicInteger number = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, "scale-sqs-" + purpose + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
