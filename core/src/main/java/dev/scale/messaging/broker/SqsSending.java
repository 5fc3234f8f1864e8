package dev.scale.messaging.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.model.BatchResultErrorEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResultEntry;

/**
 * Sends one request until each of its messages has come to an end: confirmed is what the answer lists as successful, refused
 * what it blames on the sender. What is the server's fault or not mentioned at all is sent again, a few times and with
 * pauses; nothing else is.
 */
final class SqsSending {

    private final SqsConnection connection;
    private final SqsQueue queue;
    private final Duration limit;
    private final String what;

    SqsSending(SqsConnection connection, SqsQueue queue, Duration limit) {
        this.connection = connection;
        this.queue = queue;
        this.limit = limit;
        what = "cannot publish to queue '" + queue.name() + "'";
    }

    String place() {
        return connection.place();
    }

    /** Throws where those behind it would fare no better; what is still open then is the caller's to end. */
    void send(List<SqsSendQueue.Entry> request) {
        List<SqsSendQueue.Entry> open = new ArrayList<>(request);
        String reason = "";
        for (int tries = 1; tries <= SqsPause.MOST_TRIES; tries++) {
            open.removeIf(entry -> !entry.isOpen());
            if (open.isEmpty()) {
                return;
            }
            try {
                reason = settle(open, ask(open));
            } catch (BrokerException failed) {
                fail(open, failed);
                return;
            }
            open.removeIf(entry -> !entry.isOpen());
            if (open.isEmpty() || !SqsPause.after(tries)) {
                break;
            }
        }
        for (SqsSendQueue.Entry entry : open) {
            entry.fail(PublishReport.Cause.OUTAGE, what + " at " + connection.place() + ": " + reason);
        }
    }

    private SqsAnswer ask(List<SqsSendQueue.Entry> open) {
        SqsQueue.Facts facts = queue.facts();
        List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
        for (int i = 0; i < open.size(); i++) {
            entries.add(open.get(i).message().entry(String.valueOf(i), facts.fifo()));
        }
        SendMessageBatchResponse response = connection.ask(
                what,
                client -> client.sendMessageBatch(request -> request.queueUrl(facts.url())
                        .entries(entries)
                        .overrideConfiguration(
                                limits -> limits.apiCallAttemptTimeout(limit).apiCallTimeout(limit))));
        return SqsAnswer.of(response.successful().stream().map(SendMessageBatchResultEntry::id), response.failed());
    }

    /** Ends what the answer ends; returns why the rest is not confirmed. */
    private String settle(List<SqsSendQueue.Entry> open, SqsAnswer answer) {
        String reason = "not confirmed by the answer";
        for (int i = 0; i < open.size(); i++) {
            BatchResultErrorEntry failure = answer.failed().get(i);
            if (failure != null) {
                reason = SqsAnswer.describe(failure);
                end(open.get(i), failure);
            } else if (answer.done().contains(i)) {
                open.get(i).confirm();
            }
        }
        return reason;
    }

    private void end(SqsSendQueue.Entry entry, BatchResultErrorEntry failure) {
        SqsErrors.Kind kind = SqsAnswer.kind(failure);
        if (kind == SqsErrors.Kind.REQUEST) {
            entry.fail(
                    PublishReport.Cause.REFUSED,
                    "SQS will not take message '" + entry.message().message().id() + "': "
                            + SqsAnswer.describe(failure));
        } else if (kind != SqsErrors.Kind.OUTAGE) {
            entry.fail(PublishReport.Cause.OUTAGE, what + ": " + SqsAnswer.describe(failure));
        }
    }

    /** The whole request has failed. */
    private void fail(List<SqsSendQueue.Entry> open, BrokerException failed) {
        String reason = String.valueOf(failed.getMessage());
        SqsErrors.Kind kind = SqsErrors.kind(failed);
        if (kind == SqsErrors.Kind.REQUEST || SqsErrors.isTooLong(failed)) {
            apart(open, reason);
            return;
        }
        if (kind != SqsErrors.Kind.OUTAGE || SqsErrors.answer(failed) == null) {
            queue.forget();
            throw failed;
        }
        for (SqsSendQueue.Entry entry : open) {
            entry.fail(PublishReport.Cause.OUTAGE, reason);
        }
    }

    /** One of them is at fault, or they are too large together: each goes by itself. */
    private void apart(List<SqsSendQueue.Entry> open, String reason) {
        if (open.size() == 1) {
            open.get(0).fail(PublishReport.Cause.REFUSED, reason);
            return;
        }
        for (SqsSendQueue.Entry entry : open) {
            send(List.of(entry));
        }
    }
}
