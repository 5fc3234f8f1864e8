package dev.scale.messaging.broker;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends in requests of up to ten messages, several at a time; small publishes share a request when they have to wait. Each
 * request is told its end by {@link SqsSending}; a timer ends what is not confirmed in time.
 */
final class SqsPublisher implements AutoCloseable {

    private static final int MOST_REQUESTS = 8;

    private final SqsQueue queue;
    private final SqsSending sending;
    private final BrokerOptions options;
    private final Clock clock = Clock.systemUTC();
    /** Guarded by this, with what waits in it. */
    private final SqsSendQueue waiting;

    private final Set<PublishBatch> open = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor senders = SqsThreads.pool("publishing", MOST_REQUESTS);
    private @Nullable ScheduledThreadPoolExecutor timer;
    private int busy;
    private boolean closed;

    SqsPublisher(SqsConnection connection, SqsQueue queue, BrokerOptions options) {
        this.queue = queue;
        this.options = options;
        sending = new SqsSending(connection, queue, options.publishLimit());
        waiting = new SqsSendQueue(options.clientName());
    }

    CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
        PublishBatch batch = new PublishBatch(messages);
        for (int i = 0; i < batch.size(); i++) {
            if (batch.message(i).body().length > options.maxBody()) {
                batch.fail(i, PublishReport.Unconfirmed.tooLarge(batch.message(i), options.maxBody()));
            }
        }
        if (batch.isOpen()) {
            enqueue(batch);
        }
        return batch.report();
    }

    private synchronized void enqueue(PublishBatch batch) {
        if (closed) {
            batch.failRest(PublishReport.Unconfirmed.CLOSED);
            return;
        }
        if (timer == null) {
            timer = SqsThreads.timer("publishing");
        }
        open.add(batch);
        ScheduledFuture<?> limit = timer.schedule(
                () -> batch.failRest(
                        "not confirmed within " + Durations.words(options.publishLimit()) + " by " + sending.place()),
                TimeUnit.NANOSECONDS.convert(options.publishLimit()),
                TimeUnit.NANOSECONDS);
        batch.whenEnded(() -> {
            limit.cancel(false);
            open.remove(batch);
        });
        waiting.add(batch);
        int requests = (waiting.size() + SqsSendQueue.MOST_ENTRIES - 1) / SqsSendQueue.MOST_ENTRIES;
        int useful = Math.min(MOST_REQUESTS, busy + requests);
        for (int i = busy; i < useful; i++) {
            busy++;
            senders.execute(this::send);
        }
    }

    private void send() {
        try {
            for (List<SqsSendQueue.Entry> request = next(); !request.isEmpty(); request = next()) {
                sendOne(request);
            }
        } catch (RuntimeException | Error unexpected) {
            end("cannot publish to queue '" + queue.name() + "': " + SqsErrors.describe(unexpected));
            throw unexpected;
        }
    }

    private void sendOne(List<SqsSendQueue.Entry> request) {
        try {
            sending.send(request);
        } catch (BrokerException away) {
            String reason = String.valueOf(away.getMessage());
            // those behind it would each wait for the same failure; first, since whoever hears of its end may send anew
            failWaiting(reason);
            request.forEach(entry -> entry.fail(PublishReport.Cause.OUTAGE, reason));
        } catch (RuntimeException unexpected) {
            String reason = "cannot publish to queue '" + queue.name() + "': " + SqsErrors.describe(unexpected);
            request.forEach(entry -> entry.fail(PublishReport.Cause.OUTAGE, reason));
        } finally {
            over(request);
        }
    }

    /** The next request; where there is none this sender ends, which must be one step: nobody may wait for it. */
    private List<SqsSendQueue.Entry> next() {
        while (true) {
            try {
                SqsQueue.Facts facts = queue.facts();
                synchronized (this) {
                    List<SqsSendQueue.Entry> request = waiting.take(queue.name(), facts, clock.instant());
                    if (request.isEmpty()) {
                        busy--;
                    }
                    return request;
                }
            } catch (BrokerException failed) {
                failWaiting(String.valueOf(failed.getMessage()));
            }
            synchronized (this) {
                if (waiting.size() == 0) {
                    busy--;
                    return List.of();
                }
            }
        }
    }

    private synchronized void end(String reason) {
        busy--;
        waiting.fail(reason);
    }

    private synchronized void over(List<SqsSendQueue.Entry> request) {
        waiting.over(request);
    }

    private synchronized void failWaiting(String reason) {
        waiting.fail(reason);
    }

    /** Ends at once what is under way, as not confirmed. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.shutdownNow();
            }
            waiting.fail(PublishReport.Unconfirmed.CLOSED);
        }
        senders.shutdownNow();
        open.forEach(batch -> batch.failRest(PublishReport.Unconfirmed.CLOSED));
    }
}
