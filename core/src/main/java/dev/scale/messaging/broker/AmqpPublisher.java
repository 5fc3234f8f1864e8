package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Publishes over one channel that only its own thread writes to, so that no caller waits for the network. A second thread
 * ends what is not confirmed in time, also while the first is stuck in a write.
 */
final class AmqpPublisher implements AutoCloseable {

    /** A broker that has confirmed nothing for so long when a publish runs out of time is given up. */
    private static final Duration SILENCE = Duration.ofSeconds(1);

    private final AmqpLink link;
    private final AmqpQueue queue;
    private final BrokerOptions options;
    private final LinkedBlockingQueue<PublishBatch> waiting = new LinkedBlockingQueue<>();
    private volatile @Nullable AmqpPublishChannel current;
    /** What the writer is at, perhaps stuck while connecting. */
    private volatile @Nullable PublishBatch inHand;

    private volatile boolean closed;
    private @Nullable Thread writer;
    private @Nullable ScheduledThreadPoolExecutor timer;

    AmqpPublisher(AmqpLink link, AmqpQueue queue, BrokerOptions options) {
        this.link = link;
        this.queue = queue;
        this.options = options;
    }

    CompletionStage<PublishReport> publish(List<OutgoingMessage> messages) {
        PublishBatch batch = new PublishBatch(messages);
        refuseUnfit(batch);
        if (batch.isOpen()) {
            enqueue(batch);
        }
        return batch.report();
    }

    private void refuseUnfit(PublishBatch batch) {
        for (int i = 0; i < batch.size(); i++) {
            OutgoingMessage message = batch.message(i);
            if (message.body().length > options.maxBody()) {
                batch.fail(i, PublishReport.Unconfirmed.tooLarge(message, options.maxBody()));
            } else {
                String fault = AmqpProperties.unfit(message);
                if (fault != null) {
                    batch.fail(
                            i,
                            new PublishReport.Unconfirmed(
                                    message,
                                    PublishReport.Cause.REFUSED,
                                    "AMQP cannot carry message '" + message.id() + "': " + fault));
                }
            }
        }
    }

    private synchronized void enqueue(PublishBatch batch) {
        if (closed) {
            batch.failRest(PublishReport.Unconfirmed.CLOSED);
            return;
        }
        if (timer == null) {
            timer = new ScheduledThreadPoolExecutor(1, task -> daemon(task, "timer"));
            timer.setRemoveOnCancelPolicy(true);
        }
        // an Error may have ended the last one
        if (writer == null || !writer.isAlive()) {
            writer = daemon(this::write, "writer");
            writer.start();
        }
        ScheduledFuture<?> limit = timer.schedule(
                () -> expire(batch), TimeUnit.NANOSECONDS.convert(options.publishLimit()), TimeUnit.NANOSECONDS);
        batch.whenEnded(() -> limit.cancel(false));
        waiting.add(batch);
    }

    private synchronized void sendAgain(PublishBatch batch) {
        if (closed) {
            batch.failRest(PublishReport.Unconfirmed.CLOSED);
        } else {
            waiting.add(batch);
        }
    }

    private Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, "scale-amqp-publishing-" + name);
        thread.setDaemon(true);
        return thread;
    }

    private void write() {
        while (!closed) {
            try {
                PublishBatch batch = waiting.take();
                inHand = batch;
                if (batch.isOpen()) {
                    write(batch);
                }
                inHand = null;
            } catch (InterruptedException closing) {
                return;
            }
        }
    }

    private void write(PublishBatch batch) throws InterruptedException {
        try {
            AmqpPublishChannel channel = channel();
            for (int i = 0; i < batch.size(); i++) {
                if (batch.isOpen(i)) {
                    channel.publish(batch, i);
                }
            }
        } catch (InterruptedException closing) {
            // the batch may have come to hand after close looked
            batch.failRest(PublishReport.Unconfirmed.CLOSED);
            throw closing;
        } catch (BrokerException failed) {
            if (AmqpErrors.largestMessage(failed).isPresent()) {
                // another one, or one of these, was too large for the broker; the others go on
                sendAgain(batch);
            } else {
                batch.failRest(String.valueOf(failed.getMessage()));
            }
        } catch (RuntimeException unexpected) {
            batch.failRest("cannot publish to queue '" + options.queue() + "': " + AmqpErrors.describe(unexpected));
        }
    }

    private AmqpPublishChannel channel() {
        AmqpPublishChannel channel = current;
        if (channel != null && channel.isUsable()) {
            return channel;
        }
        if (channel != null) {
            channel.abandon();
        }
        try {
            AmqpConnection connection = link.connection();
            queue.require(connection);
            channel = AmqpPublishChannel.open(connection, options, this::sendAgain);
            current = channel;
            return channel;
        } catch (BrokerException failed) {
            // those behind it would each wait for the same failure
            failWaiting(String.valueOf(failed.getMessage()));
            throw failed;
        }
    }

    private void expire(PublishBatch batch) {
        if (!batch.isOpen()) {
            return;
        }
        AmqpPublishChannel channel = current;
        String alarm = link.alarm();
        batch.failRest(
                "not confirmed within " + Durations.words(options.publishLimit()) + " by the broker at " + link.place()
                        + (alarm == null ? "" : ", which takes no messages at the moment (alarm: " + alarm + ")"));
        if (channel != null && channel.silentFor(SILENCE)) {
            link.sever();
        }
    }

    private void failWaiting(String reason) {
        for (PublishBatch batch = waiting.poll(); batch != null; batch = waiting.poll()) {
            batch.failRest(reason);
        }
    }

    /** Ends at once what is in flight, as not confirmed. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (timer != null) {
                timer.shutdownNow();
            }
            if (writer != null) {
                writer.interrupt();
            }
        }
        failWaiting(PublishReport.Unconfirmed.CLOSED);
        PublishBatch batch = inHand;
        if (batch != null) {
            batch.failRest(PublishReport.Unconfirmed.CLOSED);
        }
        AmqpPublishChannel channel = current;
        if (channel != null) {
            channel.fail(PublishReport.Unconfirmed.CLOSED);
        }
    }
}
