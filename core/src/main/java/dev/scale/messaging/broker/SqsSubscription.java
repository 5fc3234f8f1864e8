package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Deliveries that {@link SqsPolls} fetches ahead, from the first call of {@link #receive} on and as many as may be held. What is acknowledged is deleted in the background;
 * closing waits for that, and for what it gives back, but not for ever.
 */
final class SqsSubscription implements Subscription {

    static final Duration CLOSE_LIMIT = Duration.ofSeconds(5);

    private final SqsReceiving parts;
    private final int prefetch;
    private final SqsPolls polls;
    /** Arrived and not received yet; guarded by this, as all that follows. */
    private final ArrayDeque<Delivery> arrived = new ArrayDeque<>();

    private final Set<SqsHeld.One> unsettled = new HashSet<>();
    private final Map<Long, CompletableFuture<?>> deletes = new HashMap<>();
    private long lastDelete;
    private long bytes;
    private @Nullable BrokerException lost;
    private boolean closed;

    SqsSubscription(SqsReceiving parts, int prefetch, Duration hold) {
        this.parts = parts;
        this.prefetch = prefetch;
        polls = new SqsPolls(this, parts, hold);
    }

    /** How many more may be held, besides what is on its way; none while much of the budget is. */
    synchronized int room() {
        if (closed || lost != null || bytes > PrefetchBudget.BYTES / 2) {
            return 0;
        }
        return parts.budget().fitting(prefetch) - unsettled.size();
    }

    /** Whether the receiver has nothing left to take. */
    synchronized boolean isStarved() {
        return arrived.isEmpty();
    }

    void arrived(List<Message> messages, long until) {
        List<SqsHeld.One> late = new ArrayList<>();
        synchronized (this) {
            for (Message message : messages) {
                int size = message.body().length();
                SqsHeld.One one = parts.held().add(message.messageId(), this, size, message.receiptHandle(), until);
                if (one == null) {
                    continue;
                }
                if (closed) {
                    late.add(one);
                    continue;
                }
                parts.budget().add(size);
                bytes += size;
                unsettled.add(one);
                arrived.add(SqsMessage.delivery(message, one));
            }
            notifyAll();
        }
        if (!late.isEmpty()) {
            var unused = parts.settling().giveBack(late);
        }
    }

    synchronized void lost(BrokerException reason) {
        if (lost == null) {
            lost = reason;
        }
        notifyAll();
    }

    /** Throws where the queue cannot be received from. */
    void check() {
        polls.first();
        synchronized (this) {
            if (lost != null) {
                throw lost;
            }
        }
    }

    @Override
    public List<Delivery> receive(int max, Duration wait) throws InterruptedException {
        polls.start();
        List<Delivery> received = take(max, wait);
        polls.start();
        return received;
    }

    private synchronized List<Delivery> take(int max, Duration wait) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.NANOSECONDS.convert(wait);
        long left = end - System.nanoTime();
        while (arrived.isEmpty() && lost == null && !closed && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        if (closed) {
            throw new BrokerException.Unavailable(
                    "the subscription to queue '" + parts.queue().name() + "' is closed; open another one", null);
        }
        if (lost != null) {
            throw lost;
        }
        List<Delivery> received = new ArrayList<>(Math.min(max, arrived.size()));
        while (received.size() < max && !arrived.isEmpty()) {
            received.add(arrived.remove());
        }
        return received;
    }

    @Override
    public void acknowledge(List<Delivery> deliveries) {
        List<SqsHeld.One> done = settle(deliveries);
        if (!done.isEmpty()) {
            CompletableFuture<?> deleted = parts.settling().delete(done);
            long number;
            synchronized (this) {
                number = ++lastDelete;
                deletes.put(number, deleted);
            }
            var unused = deleted.whenComplete((nothing, failure) -> {
                synchronized (this) {
                    deletes.remove(number);
                }
            });
            polls.start();
        }
    }

    private synchronized List<SqsHeld.One> settle(List<Delivery> deliveries) {
        List<SqsHeld.One> done = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            if (delivery.receipt() instanceof SqsHeld.One one && unsettled.remove(one)) {
                bytes -= one.bytes();
                done.add(one);
            }
        }
        return done;
    }

    @Override
    public void keep(List<Delivery> deliveries) {
        // the heartbeat keeps all that is held
    }

    /** Settles the rest; the future ends when that is done, or has failed. */
    CompletableFuture<?> end() {
        List<SqsHeld.One> rest;
        List<CompletableFuture<?>> underWay;
        synchronized (this) {
            closed = true;
            rest = List.copyOf(unsettled);
            unsettled.clear();
            arrived.clear();
            bytes = 0;
            underWay = new ArrayList<>(deletes.values());
            notifyAll();
        }
        underWay.add(parts.settling().giveBack(rest));
        return CompletableFuture.allOf(underWay.toArray(CompletableFuture[]::new));
    }

    @Override
    public void close() {
        SqsThreads.await(end(), CLOSE_LIMIT);
    }

    /** Whether nothing is left to be closed. */
    synchronized boolean isOver() {
        return closed;
    }
}
