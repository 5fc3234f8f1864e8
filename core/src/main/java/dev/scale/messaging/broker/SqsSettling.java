package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResponse;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityBatchResultEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchResultEntry;

/**
 * Deletes, gives back and extends what is held, ten at a time and several requests at once. What fails is tried again a few
 * times; in the end it comes again once its visibility timeout has passed, and harms nobody.
 */
final class SqsSettling implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SqsSettling.class);
    private static final int MOST_REQUESTS = 8;
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(2);
    private static final Duration WARNING_PERIOD = Duration.ofMinutes(1);

    private final SqsConnection connection;
    private final SqsQueue queue;
    private final SqsHeld held;
    private final ThreadPoolExecutor settlers = SqsThreads.pool("settling", MOST_REQUESTS);
    private boolean warned;
    private long lastWarning;

    SqsSettling(SqsConnection connection, SqsQueue queue, SqsHeld held) {
        this.connection = connection;
        this.queue = queue;
        this.held = held;
    }

    private interface Request {
        SqsAnswer send(String url, List<SqsHeld.One> entries);
    }

    /** On its way when this returns; the future completes normally when nothing more is done about it. */
    CompletableFuture<?> delete(List<SqsHeld.One> acknowledged) {
        acknowledged.forEach(one -> one.become(SqsHeld.State.ACKNOWLEDGED));
        return inTens(acknowledged, ten -> {
            settle("cannot delete from", ten, this::delete);
            ten.forEach(held::remove);
        });
    }

    CompletableFuture<?> giveBack(List<SqsHeld.One> unsettled) {
        unsettled.forEach(one -> one.become(SqsHeld.State.GIVEN_BACK));
        return inTens(unsettled, ten -> {
            settle("cannot give back to", ten, (url, entries) -> changeVisibility(url, entries, Duration.ZERO));
            ten.forEach(held::remove);
        });
    }

    /** Holds them for another while from now on. */
    CompletableFuture<?> extend(List<SqsHeld.One> inWork) {
        inWork.forEach(one -> one.beingExtended(true));
        return inTens(inWork, ten -> {
            try {
                extendTen(ten);
            } finally {
                ten.forEach(one -> one.beingExtended(false));
            }
            // where the extension came later than the giving back
            List<SqsHeld.One> again = ten.stream()
                    .filter(one -> one.state() == SqsHeld.State.GIVEN_BACK)
                    .toList();
            settle("cannot give back to", again, (url, entries) -> changeVisibility(url, entries, Duration.ZERO));
        });
    }

    /** Where this fails as a whole the next heartbeat tries again. */
    private void extendTen(List<SqsHeld.One> ten) {
        long now = System.nanoTime();
        try {
            SqsQueue.Facts facts = queue.facts();
            SqsAnswer answer = changeVisibility(facts.url(), ten, facts.hold());
            for (int i = 0; i < ten.size(); i++) {
                BatchResultErrorEntry failure = answer.failed().get(i);
                if (answer.done().contains(i)) {
                    ten.get(i).extendedUntil(now + facts.hold().toNanos());
                } else if (failure != null
                        && SqsAnswer.kind(failure) == SqsErrors.Kind.REQUEST
                        && ten.get(i).state() == SqsHeld.State.IN_WORK) {
                    ten.get(i).become(SqsHeld.State.EXPIRED);
                }
            }
        } catch (BrokerException failed) {
            LOG.debug("{} deliveries are not extended: {}", ten.size(), failed.getMessage());
        }
    }

    private CompletableFuture<?> inTens(List<SqsHeld.One> all, Consumer<List<SqsHeld.One>> task) {
        List<CompletableFuture<?>> tasks = new ArrayList<>();
        for (int i = 0; i < all.size(); i += SqsSendQueue.MOST_ENTRIES) {
            List<SqsHeld.One> ten = List.copyOf(all.subList(i, Math.min(all.size(), i + SqsSendQueue.MOST_ENTRIES)));
            try {
                tasks.add(CompletableFuture.runAsync(() -> task.accept(ten), settlers));
            } catch (RejectedExecutionException closed) {
                // they come again once their visibility timeout has passed
                ten.forEach(held::remove);
            }
        }
        return CompletableFuture.allOf(tasks.toArray(CompletableFuture[]::new));
    }

    /** Until each has ended, by success or for good; a few times at most. */
    private void settle(String what, List<SqsHeld.One> ten, Request request) {
        List<SqsHeld.One> open = new ArrayList<>(ten);
        String reason = "";
        boolean outage = false;
        for (int tries = 1; tries <= SqsPause.MOST_TRIES && !open.isEmpty(); tries++) {
            if (tries > 1 && !SqsPause.after(tries - 1)) {
                break;
            }
            try {
                SqsAnswer answer = request.send(queue.facts().url(), open);
                outage = false;
                reason = "not confirmed by the answer";
                for (BatchResultErrorEntry failure : answer.failed().values()) {
                    reason = SqsAnswer.describe(failure);
                }
                open = stillOpen(open, answer);
            } catch (BrokerException failed) {
                outage = failed instanceof BrokerException.Unavailable;
                reason = String.valueOf(failed.getMessage());
                if (!outage) {
                    break;
                }
            }
        }
        if (!open.isEmpty()) {
            // of an outage tells whoever receives
            LOG.atLevel(!outage && isTimeToWarn() ? Level.WARN : Level.DEBUG)
                    .log(
                            "{} queue '{}' {} deliveries, which will come again: {}",
                            what,
                            queue.name(),
                            open.size(),
                            reason);
        }
    }

    /** What goes wrong goes wrong for thousands: once a minute is enough. */
    private synchronized boolean isTimeToWarn() {
        long now = System.nanoTime();
        boolean time = !warned || now - lastWarning > WARNING_PERIOD.toNanos();
        if (time) {
            warned = true;
            lastWarning = now;
        }
        return time;
    }

    /** An entry that is at fault has an old handle: it will not get better. */
    private static List<SqsHeld.One> stillOpen(List<SqsHeld.One> open, SqsAnswer answer) {
        List<SqsHeld.One> still = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            BatchResultErrorEntry failure = answer.failed().get(i);
            boolean over =
                    failure == null ? answer.done().contains(i) : SqsAnswer.kind(failure) == SqsErrors.Kind.REQUEST;
            if (!over) {
                still.add(open.get(i));
            }
        }
        return still;
    }

    private SqsAnswer delete(String url, List<SqsHeld.One> ten) {
        List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < ten.size(); i++) {
            entries.add(DeleteMessageBatchRequestEntry.builder()
                    .id(String.valueOf(i))
                    .receiptHandle(ten.get(i).handle())
                    .build());
        }
        DeleteMessageBatchResponse response = connection.ask(
                "cannot delete from queue '" + queue.name() + "'",
                client -> client.deleteMessageBatch(
                        request -> request.queueUrl(url).entries(entries)));
        return SqsAnswer.of(response.successful().stream().map(DeleteMessageBatchResultEntry::id), response.failed());
    }

    private SqsAnswer changeVisibility(String url, List<SqsHeld.One> ten, Duration visible) {
        List<ChangeMessageVisibilityBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < ten.size(); i++) {
            entries.add(ChangeMessageVisibilityBatchRequestEntry.builder()
                    .id(String.valueOf(i))
                    .receiptHandle(ten.get(i).handle())
                    .visibilityTimeout((int) visible.toSeconds())
                    .build());
        }
        ChangeMessageVisibilityBatchResponse response = connection.ask(
                "cannot change what is held of queue '" + queue.name() + "'",
                client -> client.changeMessageVisibilityBatch(
                        request -> request.queueUrl(url).entries(entries)));
        return SqsAnswer.of(
                response.successful().stream().map(ChangeMessageVisibilityBatchResultEntry::id), response.failed());
    }

    @Override
    public void close() {
        SqsThreads.end(settlers, CLOSE_LIMIT);
    }
}
