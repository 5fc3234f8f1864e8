package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.RejectedExecutionException;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/**
 * The long polls of one subscription. One is enough while little comes; where polls come back full there are more of them at
 * once, so that large batches fill. An empty queue is asked for longer and longer, as requests cost money; the wait is short
 * again once something has come, so that closing finds few polls under way: what those bring is given back.
 */
final class SqsPolls {

    private static final int MOST = 8;
    private static final int MOST_MESSAGES = 10;
    private static final int LONGEST_WAIT_SECONDS = 20;
    /** Beyond the wait that was asked for. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    private final SqsSubscription subscription;
    private final SqsReceiving parts;
    private final Duration hold;
    private int underWay;
    private int asked;
    private int useful = 1;
    private int waitSeconds = 1;

    SqsPolls(SqsSubscription subscription, SqsReceiving parts, Duration hold) {
        this.subscription = subscription;
        this.parts = parts;
        this.hold = hold;
    }

    /** As many as are useful and there is room for. */
    synchronized void start() {
        while (underWay < useful) {
            int most = Math.min(MOST_MESSAGES, subscription.room() - asked);
            // less than a full answer only for a receiver that waits
            if (most <= 0 || (most < MOST_MESSAGES && !subscription.isStarved())) {
                return;
            }
            underWay++;
            asked += most;
            int seconds = waitSeconds;
            try {
                parts.pollers().execute(() -> poll(most, seconds));
            } catch (RejectedExecutionException closed) {
                underWay--;
                asked -= most;
                return;
            }
        }
    }

    /** One that does not wait, on the caller's thread: says whether the queue can be received from. */
    void first() {
        int most;
        synchronized (this) {
            most = Math.min(MOST_MESSAGES, subscription.room());
            underWay++;
            asked += most;
        }
        poll(most, 0);
    }

    private void poll(int most, int seconds) {
        int before = parts.trouble().before();
        try {
            List<Message> messages = ask(most, seconds);
            parts.trouble().answered(before);
            // before this poll counts as over, lest another one takes its room
            subscription.arrived(messages, System.nanoTime() + hold.toNanos());
            over(most, messages.size());
        } catch (BrokerException failed) {
            parts.trouble().failed();
            if (SqsErrors.kind(failed) != SqsErrors.Kind.OUTAGE) {
                parts.queue().forget();
            }
            subscription.lost(failed);
            over(most, 0);
        } catch (RuntimeException | Error unexpected) {
            subscription.lost(new BrokerException.Unavailable(
                    "cannot receive from queue '" + parts.queue().name() + "': " + SqsErrors.describe(unexpected),
                    unexpected));
            over(most, 0);
            throw unexpected;
        }
        start();
    }

    private synchronized void over(int most, int came) {
        underWay--;
        asked -= most;
        if (came == MOST_MESSAGES) {
            useful = Math.min(MOST, useful + 1);
        } else if (came == 0) {
            useful = 1;
        }
        waitSeconds = came > 0 ? 1 : Math.min(LONGEST_WAIT_SECONDS, 2 * waitSeconds);
    }

    private List<Message> ask(int most, int seconds) {
        SqsQueue.Facts facts = parts.queue().facts();
        Duration limit = ANSWER_LIMIT.plusSeconds(seconds);
        ReceiveMessageRequest.Builder request = ReceiveMessageRequest.builder()
                .queueUrl(facts.url())
                .maxNumberOfMessages(most)
                .waitTimeSeconds(seconds)
                .visibilityTimeout((int) hold.toSeconds())
                .messageAttributeNames("All")
                .messageSystemAttributeNames(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)
                .overrideConfiguration(
                        limits -> limits.apiCallAttemptTimeout(limit).apiCallTimeout(limit.plus(ANSWER_LIMIT)));
        if (facts.fifo()) {
            // a retry gets what was handed out to an attempt whose answer was lost
            request.receiveRequestAttemptId(UUID.randomUUID().toString());
        }
        return parts.connection()
                .ask(
                        "cannot receive from queue '" + parts.queue().name() + "'",
                        client -> client.receiveMessage(request.build()).messages());
    }
}
