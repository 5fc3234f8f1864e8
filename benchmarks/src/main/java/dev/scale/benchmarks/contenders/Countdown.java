package dev.scale.benchmarks.contenders;

import dev.scale.messaging.Outcome;
import dev.scale.messaging.WorkerListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Waits for a number of commands to be done, and counts how long each has taken if it is told to. */
final class Countdown implements WorkerListener {

    private final AtomicLong left;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long[] micros;
    private final AtomicInteger timed = new AtomicInteger();

    Countdown(int messages, boolean timed) {
        this.left = new AtomicLong(messages);
        this.micros = new long[timed ? messages : 0];
    }

    void await() throws InterruptedException {
        ended.await();
    }

    @Override
    public void committed(String group, List<Ended> all, Instant at) {
        long done = 0;
        for (Ended one : all) {
            if (one.outcome() instanceof Outcome.Done) {
                done++;
                time(one, at);
            }
        }
        if (left.addAndGet(-done) <= 0) {
            ended.countDown();
        }
    }

    private void time(Ended one, Instant at) {
        if (micros.length > 0) {
            int place = timed.getAndIncrement();
            if (place < micros.length) {
                micros[place] =
                        Duration.between(one.command().sent().orElseThrow(), at).toNanos() / 1000;
            }
        }
    }

    /** The microseconds that a half, 99 %, 99.9 % and all of the commands took at most; nothing if they were not timed. */
    String figures() {
        if (micros.length == 0) {
            return "";
        }
        long[] sorted = micros.clone();
        Arrays.sort(sorted);
        return percentile(sorted, 0.5) + " " + percentile(sorted, 0.99) + " " + percentile(sorted, 0.999) + " "
                + sorted[sorted.length - 1];
    }

    private static long percentile(long[] sorted, double part) {
        return sorted[(int) Math.ceil(part * sorted.length) - 1];
    }
}
