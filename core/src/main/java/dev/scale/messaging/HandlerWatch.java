package dev.scale.messaging;

import dev.scale.messaging.broker.Durations;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends handlers that do not end. At the limit the handler's thread is interrupted, and whatever it then throws is its
 * command's failure. What has still not ended at three times the limit cannot be ended but with the process: a single
 * statement that was begun before the limit is stopped by the database before twice the limit.
 */
final class HandlerWatch implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);
    private static final int HALTS_AT = 3;
    private static final int LOOKS_A_LIMIT = 20;

    private final Duration limit;
    private final LongSupplier nanos;
    private final Runnable halt;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private final Thread thread = new Thread(this, "scale-watch");
    private final CountDownLatch ending = new CountDownLatch(1);

    HandlerWatch(Duration limit, LongSupplier nanos, Runnable halt) {
        this.limit = limit;
        this.nanos = nanos;
        this.halt = halt;
        thread.setDaemon(true);
    }

    /** No call lasts longer. */
    Duration longest() {
        return limit.multipliedBy(HALTS_AT);
    }

    void start() {
        thread.start();
    }

    void end() {
        ending.countDown();
    }

    @Override
    public void run() {
        try {
            while (!ending.await(limit.toNanos() / LOOKS_A_LIMIT, TimeUnit.NANOSECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (OutOfMemoryError e) {
            Halt.outOfMemory();
        }
    }

    /** The groups with handlers that are watched. */
    Handlers over(Handlers handlers) {
        return Handlers.of(handlers.groups().stream().map(this::over).toList());
    }

    private <C> HandlerGroup<C> over(HandlerGroup<C> group) {
        CommandHandler<C> handler = group.handler();
        return group.handledBy((commands, unit) -> {
            Call call = new Call(group.name(), Thread.currentThread(), nanos.getAsLong());
            calls.add(call);
            try {
                handler.handle(commands, unit);
            } catch (OutOfMemoryError e) {
                // At once: nothing in this process can be relied on any more, not even to roll back.
                halt.run();
                throw e;
            } catch (Throwable e) {
                if (call.wasInterrupted()) {
                    throw new HandlerOvertime(limit, e);
                }
                throw e;
            } finally {
                calls.remove(call);
                call.end();
            }
        });
    }

    /** Interrupts or halts what is over its limit. */
    void look() {
        for (Call call : calls) {
            long time = nanos.getAsLong() - call.begun;
            if (time > longest().toNanos()) {
                IllegalStateException where = new IllegalStateException("it is here");
                where.setStackTrace(call.thread.getStackTrace());
                LOG.error(
                        "a handler of group '{}' has not ended after {} and ignores interrupts: the process halts",
                        call.group,
                        Durations.words(longest()),
                        where);
                halt.run();
            } else if (time > limit.toNanos()) {
                call.interrupt();
            }
        }
    }

    /** A call of a handler; an interrupt reaches its thread only while it lasts. */
    private static final class Call {

        private final String group;
        private final Thread thread;
        private final long begun;
        private boolean interrupted;
        private boolean ended;

        Call(String group, Thread thread, long begun) {
            this.group = group;
            this.thread = thread;
            this.begun = begun;
        }

        synchronized void interrupt() {
            if (!ended && !interrupted) {
                interrupted = true;
                thread.interrupt();
            }
        }

        synchronized boolean wasInterrupted() {
            return interrupted;
        }

        synchronized void end() {
            ended = true;
            if (interrupted) {
                // Ours has done what it should; where the worker is being closed too, the stop signal says so.
                Thread.interrupted();
            }
        }
    }
}
