package dev.scale.messaging.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The messages of one publish and what is known of them; ends once the last one is settled. For use by several threads. */
final class PublishBatch {

    private final List<OutgoingMessage> messages;
    private final boolean[] ended;
    private final PublishReport.@Nullable Unconfirmed[] failures;
    private final @Nullable Object[] sentOn;
    private final CompletableFuture<PublishReport> report = new CompletableFuture<>();
    private int open;

    PublishBatch(List<OutgoingMessage> messages) {
        this.messages = List.copyOf(messages);
        open = this.messages.size();
        ended = new boolean[open];
        failures = new PublishReport.Unconfirmed[open];
        sentOn = new Object[open];
        if (open == 0) {
            end();
        }
    }

    CompletionStage<PublishReport> report() {
        return report.minimalCompletionStage();
    }

    /** Runs the action when the last message is settled. */
    void whenEnded(Runnable action) {
        var unused = report.thenRun(action);
    }

    int size() {
        return messages.size();
    }

    OutgoingMessage message(int index) {
        return messages.get(index);
    }

    synchronized boolean isOpen(int index) {
        return !ended[index];
    }

    /** Whether this one is open and was not sent on the given channel before; from now on it was. */
    synchronized boolean startSending(int index, Object channel) {
        boolean first = !ended[index] && sentOn[index] != channel;
        sentOn[index] = channel;
        return first;
    }

    synchronized boolean isOpen() {
        return open > 0;
    }

    synchronized void confirm(int index) {
        settle(index, null);
    }

    synchronized void fail(int index, PublishReport.Unconfirmed failure) {
        settle(index, failure);
    }

    /** Ends all that is still open as an outage. */
    synchronized void failRest(String reason) {
        for (int i = 0; i < messages.size(); i++) {
            settle(i, new PublishReport.Unconfirmed(messages.get(i), PublishReport.Cause.OUTAGE, reason));
        }
    }

    private void settle(int index, PublishReport.@Nullable Unconfirmed failure) {
        if (ended[index]) {
            return;
        }
        ended[index] = true;
        failures[index] = failure;
        open--;
        if (open == 0) {
            end();
        }
    }

    private void end() {
        List<OutgoingMessage> confirmed = new ArrayList<>();
        List<PublishReport.Unconfirmed> unconfirmed = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            PublishReport.Unconfirmed failure = failures[i];
            if (failure == null) {
                confirmed.add(messages.get(i));
            } else {
                unconfirmed.add(failure);
            }
        }
        // elsewhere: what callers hang on it must not hold up the thread that reads from the broker
        report.completeAsync(() -> new PublishReport(confirmed, unconfirmed));
    }
}
