package dev.scale.app;

import java.util.List;
import java.util.Locale;

/** Who uses a queue of SQS, and the actions of IAM that this needs; batches need no actions of their own. */
enum QueueRole {
    /** Task processes, schedulers, whoever only sends. */
    SENDER,
    /** Handler processes; they send too: follow-ups and later tries. */
    HANDLER,
    /** People who look at the queue and may empty it. */
    OPERATOR;

    List<String> actions() {
        return switch (this) {
            case SENDER -> List.of("GetQueueAttributes", "GetQueueUrl", "SendMessage");
            case HANDLER ->
                List.of(
                        "ChangeMessageVisibility",
                        "DeleteMessage",
                        "GetQueueAttributes",
                        "GetQueueUrl",
                        "ReceiveMessage",
                        "SendMessage");
            case OPERATOR -> List.of("GetQueueAttributes", "GetQueueUrl", "PurgeQueue");
        };
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
