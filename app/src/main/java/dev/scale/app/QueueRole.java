package dev.scale.app;

import java.util.List;
import java.util.Locale;

/** Who uses a queue of SQS, and the actions of IAM that this needs; batches need no actions of their own. */
enum QueueRole {
    /** Task processes, schedulers, whoever only sends. */
    SENDER("GetQueueAttributes", "GetQueueUrl", "SendMessage"),
    /** Handler processes; they send too: follow-ups and later tries. */
    HANDLER(
            "ChangeMessageVisibility",
            "DeleteMessage",
            "GetQueueAttributes",
            "GetQueueUrl",
            "ReceiveMessage",
            "SendMessage"),
    /** People who look at the queue and may empty it. */
    OPERATOR("GetQueueAttributes", "GetQueueUrl", "PurgeQueue");

    private final List<String> actions;

    QueueRole(String... actions) {
        this.actions = List.of(actions);
    }

    List<String> actions() {
        return actions;
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
